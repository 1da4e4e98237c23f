import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../architecture/cruise.ts';

/**
 * What the compiler says of each manifest written where the SDK wants one; nothing when it fits. A JSON import would widen `"app_mention"` to
 * string, so the texts themselves are compiled, all in one program because the SDK's types take seconds to load.
 */
export function typeErrorsOf(manifestTexts: readonly string[]): readonly (readonly string[])[] {
  const argument =
    "import type { AppsManifestValidateArguments } from '@slack/web-api';\nexport const manifest: AppsManifestValidateArguments['manifest'] = ";
  const files = new Map(manifestTexts.map((text, at) => [join(root, `test/contracts/argument-${at}.ts`), `${argument}${text};\n`]));
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
  host.getSourceFile = (name, ...rest) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile.call(host, name, ...rest) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  };
  host.fileExists = (name) => files.has(name) || fileExists.call(host, name);
  host.readFile = (name) => files.get(name) ?? readFile.call(host, name);
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].map((name) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')),
  );
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
