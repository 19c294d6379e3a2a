"""`python -m planner` is `posture`."""

from planner.cli import main

if __name__ == "__main__":
    main()
