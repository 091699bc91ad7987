// Reads {"sql": {name: {text, dialects}}, "kql": {name: text}} and writes one line for each text and parser:
// the number of errors, the parser, the name, and what was wrong.
'use strict';
const fs = require('fs');
require('@kusto/language-service-next/bridge.min.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
const { Parser } = require('node-sql-parser');

const language = Kusto.Language;
const symbols = language.Symbols;
const tables = {
    ApiManagementGatewayLlmLog: '(TimeGenerated: datetime, CorrelationId: string, DeploymentName: string, ModelName: string, Region: string, PromptTokens: int, CompletionTokens: int, TotalTokens: int, RequestMessages: dynamic, _ResourceId: string)',
    ApiManagementGatewayLogs: '(TimeGenerated: datetime, CorrelationId: string, CallerIpAddress: string, ApimSubscriptionId: string, ResponseCode: int, BackendResponseBody: dynamic, _ResourceId: string)',
};

// The bridge numbers overloaded constructors; the one that takes a list of tables is found by trying.
function database() {
    const list = System.Array.init(Object.entries(tables).map(([name, columns]) => symbols.TableSymbol.From(columns).WithName(name)), symbols.Symbol);
    for (const name of Object.keys(symbols.DatabaseSymbol).filter(key => /ctor/.test(key))) {
        for (const args of [['logs', list], ['logs', null, list], ['logs', null, list, false], ['logs', list, false]]) {
            try {
                const state = language.GlobalState.Default.WithDatabase(new symbols.DatabaseSymbol[name](...args));
                if (language.KustoCode.ParseAndAnalyze('ApiManagementGatewayLlmLog | take 1', state).GetDiagnostics().Count === 0) {
                    return state;
                }
            } catch { /* another overload */ }
        }
    }
    throw new Error('no constructor of a database takes tables');
}

async function main() {
    const input = JSON.parse(fs.readFileSync(0, 'utf8'));
    const state = database();
    for (const [name, text] of Object.entries(input.kql)) {
        const found = language.KustoCode.ParseAndAnalyze(text, state).GetDiagnostics();
        const messages = [];
        for (let i = 0; i < found.Count; i++) {
            messages.push(found.getItem(i).Message);
        }
        console.log(`${found.Count}\tkusto\t${name}\t${messages.join(' | ')}`);
    }
    const polyglot = await import('@polyglot-sql/sdk');
    if (polyglot.init) {
        await polyglot.init();
    }
    for (const [name, { text, dialects }] of Object.entries(input.sql)) {
        for (const dialect of dialects) {
            const result = polyglot.transpile(text, dialect, dialect, { unsupportedLevel: 'raise' });
            console.log(`${result.success ? 0 : 1}\tpolyglot ${dialect}\t${name}\t${result.error ?? ''}`);
            // It knows no views of Athena.
            if (dialect === 'bigquery' || dialect === 'athena' && text.startsWith('SELECT')) {
                try {
                    new Parser().astify(text, { database: dialect });
                    console.log(`0\tnode-sql-parser ${dialect}\t${name}\t`);
                } catch (error) {
                    console.log(`1\tnode-sql-parser ${dialect}\t${name}\t${String(error.message).slice(0, 200)}`);
                }
            }
        }
    }
}

main().catch(error => { console.error(error); process.exit(3); });
