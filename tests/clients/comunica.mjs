// Answers questions with Comunica: reads [{source, query}] as JSON from standard input, writes for each the rows as
// N-Triples terms by variable, or the message of the error. One process for all, because Comunica takes a second to load.
import { readFileSync } from 'node:fs';
import { QueryEngine } from '@comunica/query-sparql';

const engine = new QueryEngine();

function written(term) {
  if (term.termType !== 'Literal') return term.value;
  if (term.language) return `"${term.value}"@${term.language}`;
  return `"${term.value}"^^${term.datatype.value}`;
}

async function rows({ source, query }) {
  try {
    const found = await (await engine.queryBindings(query, { sources: [source] })).toArray();
    return found.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, written(term)])));
  } catch (error) {
    return { error: error.message };
  }
}

const answers = [];
for (const each of JSON.parse(readFileSync(0, 'utf8'))) answers.push(await rows(each));
process.stdout.write(JSON.stringify(answers));
