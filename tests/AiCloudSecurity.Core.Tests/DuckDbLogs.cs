using System.Globalization;
using AiCloudSecurity.Abuse;
using DuckDB.NET.Data;

namespace AiCloudSecurity.Core.Tests;

/// <summary>The feature query, run by DuckDB over files of the Bedrock invocation log: what the reader of files is held to.</summary>
internal static class DuckDbLogs
{
    // As the view for Athena, in DuckDB's dialect.
    private const string View = """
        CREATE OR REPLACE VIEW ai_invocation AS
        SELECT coalesce(accountId, '') AS account,
          CASE WHEN regexp_matches("identity".arn, ':assumed-role/[^/]+/[^/@]*$') AND NOT regexp_matches("identity".arn, ':assumed-role/AWSReservedSSO_') THEN regexp_replace("identity".arn, '/[^/]*$', '') ELSE coalesce("identity".arn, regexp_replace(modelId, '^.*/', '')) END AS principal,
          CASE WHEN "identity".arn IS NULL THEN 0 ELSE 1 END AS named,
          '' AS credential, 'Invoke' AS action,
          regexp_replace(regexp_replace(modelId, '^.*/', ''), '^(us|eu|apac|global|us-gov|jp|au|ca)[.]([^.]*[.])', '\2') AS model,
          coalesce(region, '') AS region, '' AS src_net, '' AS agent,
          CAST(floor(epoch(CAST("timestamp" AS TIMESTAMP)) / 3600) AS BIGINT) AS hour_no,
          CAST(epoch(CAST("timestamp" AS TIMESTAMP)) AS BIGINT) % 3600 AS second_no,
          coalesce("input".inputTokenCount, 0) + coalesce("input".cacheReadInputTokenCount, 0) + coalesce("input".cacheWriteInputTokenCount, 0) AS in_tok,
          coalesce("output".outputTokenCount, 0) AS out_tok,
          CASE WHEN errorCode LIKE '%AccessDenied%' THEN 'denied' WHEN errorCode LIKE '%Throttl%' OR errorCode IN ('TooManyRequestsException', 'ServiceQuotaExceededException') THEN 'throttled' WHEN errorCode LIKE 'Validation%' THEN 'invalid' WHEN errorCode <> '' THEN 'error' WHEN CAST("output".outputBodyJson AS VARCHAR) LIKE '%"INTERVENED"%' OR CAST("output".outputBodyJson AS VARCHAR) LIKE '%"guardrail_intervened"%' THEN 'blocked' ELSE 'ok' END AS outcome,
          md5(regexp_replace(lower(CAST("input".inputBodyJson AS VARCHAR)), '[0-9]+', '#', 'g')) AS request_norm,
          TRY_CAST(coalesce(("input".inputBodyJson->>'$.inferenceConfig.maxTokens'), ("input".inputBodyJson->>'$.max_tokens'), ("input".inputBodyJson->>'$.max_tokens_to_sample')) AS BIGINT) AS max_tokens
        FROM read_json('FILES', format = 'newline_delimited', columns = {"timestamp": 'VARCHAR', accountId: 'VARCHAR', region: 'VARCHAR', modelId: 'VARCHAR', errorCode: 'VARCHAR', "identity": 'STRUCT(arn VARCHAR)', "input": 'STRUCT(inputTokenCount BIGINT, cacheReadInputTokenCount BIGINT, cacheWriteInputTokenCount BIGINT, inputBodyJson JSON)', "output": 'STRUCT(outputTokenCount BIGINT, outputBodyJson JSON)'})
        """;

    /// <param name="files">A pattern of files.</param>
    /// <param name="threads">How many threads DuckDB may use.</param>
    public static List<LogFeature> Query(string files, int threads)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET preserve_insertion_order = false; SET threads = {threads}; " + View.Replace("FILES", files.Replace('\\', '/'), StringComparison.Ordinal);
        command.ExecuteNonQuery();
        command.CommandText = FeatureQuery.Sql(0, 1_000_000);
        using var reader = command.ExecuteReader();
        List<LogFeature> features = [];
        while (reader.Read())
        {
            features.Add(FeatureQuery.Feature(LogSource.BedrockInvocation, [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]));
        }
        return features;
    }

    /// <summary>Counts calls and tokens only, by caller, model and hour: the least that DuckDB can do with the files.</summary>
    public static long Count(string files, int threads)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $$"""
            SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET preserve_insertion_order = false; SET threads = {{threads}};
            SELECT count(*) FROM (SELECT "identity".arn, modelId, substr("timestamp", 1, 13), count(*), sum("input".inputTokenCount), sum("output".outputTokenCount), max("output".outputTokenCount), count(errorCode)
              FROM read_json('{{files.Replace('\\', '/')}}', format = 'newline_delimited', columns = {"timestamp": 'VARCHAR', modelId: 'VARCHAR', errorCode: 'VARCHAR', "identity": 'STRUCT(arn VARCHAR)', "input": 'STRUCT(inputTokenCount BIGINT)', "output": 'STRUCT(outputTokenCount BIGINT)'}) GROUP BY 1, 2, 3)
            """;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
