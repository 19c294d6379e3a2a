"""A page is read as its reader reads it: commands, what they end with and print, edits, in their order."""

import pytest

from tests.docs import commands
from tests.docs.commands import Command, Edit, steps

PAGE = """# Page

    posture check mine          # ends with 1

```text
error: no  such
   thing
```

Some words, then a block that belongs to nothing:

```text
loose
```

```sh
posture solve mine   # a plan
make run
$ posture show latest
```

```diff mine/scenario.yaml
 a: 1
-b: 2
+b: 3
```
"""


@pytest.fixture
def page(tmp_path, monkeypatch) -> str:
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    (tmp_path / "page.md").write_text(PAGE)
    return "page.md"


def test_steps_come_in_the_order_of_the_page(page):
    assert steps(page) == [
        Command(["posture", "check", "mine"], ends=1, prints=("error: no such", "thing")),
        Command(["posture", "solve", "mine"]),
        Command(["posture", "show", "latest"]),
        Edit("mine/scenario.yaml", "a: 1\nb: 2\n", "a: 1\nb: 3\n"),
    ]


def test_an_edit_changes_the_file_and_refuses_one_that_reads_otherwise(page, tmp_path):
    edit = steps(page)[-1]
    (tmp_path / "mine").mkdir()
    file = tmp_path / "mine" / "scenario.yaml"
    file.write_text("a: 1\nb: 2\n")
    edit.make(tmp_path)
    assert file.read_text() == "a: 1\nb: 3\n"
    with pytest.raises(AssertionError, match="does not hold these lines once"):
        edit.make(tmp_path)
