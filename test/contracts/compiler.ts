import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../architecture/cruise.ts';

/**
 * What the compiler says of a manifest written where the SDK wants one; empty when it fits. A JSON import would widen `"app_mention"` to
 * string, so the text itself is compiled.
 */
export function typeErrorsOf(manifestText: string): readonly string[] {
  const file = join(root, 'test/contracts/manifest-as-argument.ts');
  const text = `import type { AppsManifestValidateArguments } from '@slack/web-api';\nexport const manifest: AppsManifestValidateArguments['manifest'] = ${manifestText};\n`;
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile.call(host, name, ...rest);
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? text : readFile.call(host, name));
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
  return diagnostics.map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
}

/** The string cases of the one `switch (subject)` in a source file, in the order they stand. */
export function casesOf(path: string, subject: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.ES2022, true);
  const switches: ts.SwitchStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isSwitchStatement(node) && node.expression.getText() === subject) switches.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const [found, ...others] = switches;
  if (found === undefined || others.length > 0) throw new Error(`${path} has ${switches.length} switches over ${subject}, not one`);
  return found.caseBlock.clauses.flatMap((clause) =>
    ts.isCaseClause(clause) && ts.isStringLiteral(clause.expression) ? [clause.expression.text] : [],
  );
}
