using System.Text;
using AiCloudSecurity.Abuse;
using AiCloudSecurity.Documents;
using DuckDB.NET.Data;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Parquet, as BigQuery exports the request-response table of Vertex AI; DuckDB writes it.</summary>
public sealed class AbuseParquetTests : IDisposable
{
    private const string Request = """{"contents":[{"role":"user","parts":[{"text":"what is the capital of the country"}]}],"generationConfig":{"maxOutputTokens":0}}""";
    private const string Response = """{"candidates":[{"finishReason":"SAFETY"}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":20,"thoughtsTokenCount":3}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity");

    private byte[] Parquet(string select, string options = "")
    {
        var path = Path.Join(_folder.FullName, "a.parquet");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY ({select}) TO '{path.Replace('\\', '/')}' (FORMAT parquet{options})";
        command.ExecuteNonQuery();
        return File.ReadAllBytes(path);
    }

    private static LogFile File_(byte[] bytes) => AbuseLogs.File("a.parquet", bytes) with { Rows = ParquetRecords.Read };

    private static string Row(string request, string response, string time = "TIMESTAMPTZ '2026-10-11 12:15:04.123456+00'") => $"""
        SELECT 'projects/p/locations/europe-west4/endpoints/7' AS endpoint, '9' AS deployed_model_id, {time} AS logging_time, 17::DECIMAL(38, 9) AS request_id,
          []::VARCHAR[] AS request_payload, ['{Response}'] AS response_payload, 'publishers/google/models/gemini-2.5-pro' AS model, 'v1' AS model_version, 'generateContent' AS api_method,
          {request} AS full_request, {response} AS full_response, {'{'}'request_latency': 12.5::DOUBLE, 'nan': 'nan'::DOUBLE, 'none': NULL::BIGINT{'}'} AS metadata
        """;

    public static TheoryData<string, string> Shapes => new()
    {
        { $"'{Request}'", $"'{Response}'" },
        { "{'contents': [{'role': 'user', 'parts': [{'text': 'what is the capital of the country'}]}], 'generationConfig': {'maxOutputTokens': 0}}",
          "{'candidates': [{'finishReason': 'SAFETY'}], 'usageMetadata': {'promptTokenCount': 7, 'candidatesTokenCount': 20, 'thoughtsTokenCount': 3}}" },
        { "{'contents': {'list': [{'element': {'role': 'user', 'parts': {'list': [{'item': {'text': 'what is the capital of the country'}}]}}}]}, 'generationConfig': {'maxOutputTokens': 0}}",
          "{'candidates': {'list': [{'element': {'finishReason': 'SAFETY'}}]}, 'usageMetadata': {'promptTokenCount': 7, 'candidatesTokenCount': 20, 'thoughtsTokenCount': 3}}" },
    };

    [Theory, MemberData(nameof(Shapes))]
    public async Task A_table_has_the_same_calls_as_text_and_as_nested_columns(string request, string response)
    {
        foreach (var (time, options) in new[] { ("TIMESTAMPTZ '2026-10-11 12:15:04.123456+00'", ", CODEC 'snappy'"), ("TIMESTAMP '2026-10-11 12:15:04'", ", CODEC 'zstd'"), ("TIMESTAMP_NS '2026-10-11 12:15:04'", ", CODEC 'gzip'"), ("'2026-10-11 12:15:04.375773 UTC'", ", CODEC 'uncompressed'") })
        {
            var (store, reports) = await AbuseLogs.ReadAsync(File_(Parquet(Row(request, response, time), options)));
            Assert.Null(reports[0].Damage);
            Assert.Null(reports[0].FirstBad);
            var (key, row) = Assert.Single(store.Rows());
            Assert.Equal((LogSource.VertexPrediction, "gemini-2.5-pro", "p", "europe-west4"), (key.Source, key.Model, key.Account, key.Region));
            Assert.Equal((1, 1, 7, 23, 1, 1), (row.Calls, row.Blocked, row.InTokens, row.OutTokens, row.BadMax, row.Prompts));
            Assert.Equal(15 * 60 + 4, row.First);
        }
    }

    [Fact]
    public async Task Rows_of_all_groups_are_read_and_rows_of_nothing_are_counted()
    {
        var row = Row($"'{Request}'", $"'{Response}'");
        var (store, reports) = await AbuseLogs.ReadAsync(File_(Parquet($"SELECT unnest(range(5000)) AS n, * FROM ({row})", ", ROW_GROUP_SIZE 2048")),
            File_(Parquet($"SELECT endpoint, NULL::TIMESTAMP AS logging_time FROM ({row}) UNION ALL SELECT NULL, NULL")));
        Assert.Equal(5000, Assert.Single(store.Rows()).Row.Calls);
        Assert.Equal((5000, 0L, 2L), (reports[0].Records, reports[0].BadRecords, reports[1].BadRecords));
    }

    [Fact]
    public async Task Damaged_tables_are_told_of_and_never_fatal()
    {
        var good = Parquet($"SELECT unnest(range(3000)) AS n, * FROM ({Row($"'{Request}'", $"'{Response}'")})", ", ROW_GROUP_SIZE 2048");
        List<LogFile> files = [File_(good[..(good.Length / 2)]), File_("PAR1"u8.ToArray()), File_("PAR1\0\0\0\0PAR1"u8.ToArray()), File_([.. "PAR1"u8, 0xFF, 0xFF, 0xFF, 0x7F, .. "PAR1"u8])];
        var random = new Xoshiro(5);
        for (var i = 0; i < (SampleEstates.IsFullRun ? 200 : 20); i++)
        {
            var bad = (byte[])good.Clone();
            // The first and the last bytes say that it is Parquet.
            bad[random.Between(4, bad.Length - 9)] = (byte)random.Below(256);
            bad[random.Between(bad.Length / 2, bad.Length - 9)] = (byte)random.Below(256);
            files.Add(File_(bad));
        }
        var (store, reports) = await AbuseLogs.ReadAsync([.. files, AbuseLogs.File("without a library", good)]);
        Assert.All(reports.Take(4), report => Assert.NotNull(report.Damage));
        Assert.All(reports, report => Assert.True(report.Damage is not null || report.Records + report.BadRecords > 0));
        Assert.Contains("NEWLINE_DELIMITED_JSON", reports[^1].Damage, StringComparison.Ordinal);
        Assert.Equal(2, reports.Take(4).Count(report => report.Damage!.Contains("Parquet", StringComparison.Ordinal)) / 2);
        Assert.NotNull(store);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
