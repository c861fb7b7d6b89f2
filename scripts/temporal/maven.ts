import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../kit/run.mjs';
import type { Source } from './source.ts';

const PROGRAM = 'temporal-test-server';
const LOGBACK = '1.3.15';

/** The test server as jars with a three-line program around them; for machines with Java and Maven. */
export function fromMaven(version: string): Source {
  return {
    how: `Maven io.temporal:temporal-test-server ${version}`,
    name: `${PROGRAM}-maven-${version}`,
    file: PROGRAM,
    async make(folder) {
      const made = join(folder, 'server');
      mkdirSync(join(made, 'lib'), { recursive: true });
      const pom = join(folder, 'pom.xml');
      writeFileSync(pom, pomWith(version));
      const args = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${join(made, 'lib')}`];
      const { code, output } = await run('mvn', args, { label: 'Getting the test server with Maven' });
      if (code !== 0) throw new Error(output.split('\n')[0] || `exit code ${code}`);
      writeProgram(made);
      return made;
    },
  };
}

function pomWith(version: string): string {
  const dependency = (group: string, artifact: string, v: string): string =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${v}</version></dependency>`;
  return `<project><modelVersion>4.0.0</modelVersion>
<groupId>berth</groupId><artifactId>test-server</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>
${dependency('io.temporal', PROGRAM, version)}
${dependency('ch.qos.logback', 'logback-classic', LOGBACK)}
</dependencies></project>
`;
}

/** Without the log settings the server writes every request to its output. */
function writeProgram(folder: string): void {
  writeFileSync(join(folder, 'lib', 'logback.xml'), '<configuration><root level="WARN"/></configuration>\n');
  const program = join(folder, PROGRAM);
  const start = 'exec java -cp "$here/lib:$here/lib/*" io.temporal.testserver.TestServer "$@"';
  writeFileSync(program, `#!/bin/sh\nhere=$(cd "$(dirname "$0")" && pwd)\n${start}\n`);
  chmodSync(program, 0o755);
}
