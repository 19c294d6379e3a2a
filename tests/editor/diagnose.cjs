// What a planner's editor underlines: diagnostics of YAML files by the language server of the VS Code extension.
// Reads {schema: path or null, files: [paths]} as JSON on stdin, writes {path: [{line, column, severity, message}]}, counted from 1.
// Without a schema the modeline of each file (# yaml-language-server: $schema=...) names it.
const { readFileSync } = require("node:fs");
const { fileURLToPath, pathToFileURL } = require("node:url");
const { TextDocument } = require("vscode-languageserver-textdocument");
const { getLanguageService } = require("yaml-language-server");

const asked = JSON.parse(readFileSync(0, "utf8"));
const service = getLanguageService({
  schemaRequestService: async (uri) => readFileSync(fileURLToPath(uri), "utf8"),
  workspaceContext: { resolveRelativePath: (path, resource) => new URL(path, resource).toString() },
});
const given = asked.schema && { fileMatch: ["*"], uri: pathToFileURL(asked.schema).toString() };
service.configure({ validate: true, schemas: given ? [given] : [], yamlVersion: "1.2" });

async function diagnose(path) {
  const uri = pathToFileURL(path).toString();
  const found = await service.doValidation(TextDocument.create(uri, "yaml", 0, readFileSync(path, "utf8")), false);
  return found.map(({ range, severity, message }) => ({ line: range.start.line + 1, column: range.start.character + 1, severity, message }));
}

(async () => {
  const found = {};
  for (const path of asked.files) found[path] = await diagnose(path);
  process.stdout.write(JSON.stringify(found));
})();
