namespace AiCloudSecurity.Abuse;

/// <summary>
/// What makes the columns that <see cref="FeatureQuery"/> reads of the logs of each store: made once by whoever owns the
/// tables, in the dialect of the store. They do in SQL what the readers of files do.
/// </summary>
public static class FeatureViews
{
    /// <summary>Athena: the table over the Bedrock invocation log in S3. Replace BUCKET, PREFIX, ACCOUNT, REGIONS and the first day.</summary>
    public const string AthenaTable = """
        CREATE EXTERNAL TABLE ai_bedrock_raw (
          `timestamp` string, accountid string, region string, requestid string, operation string, modelid string, errorcode string,
          identity struct<arn:string>,
          input struct<inputcontenttype:string,inputbodyjson:string,inputtokencount:bigint,cachereadinputtokencount:bigint,cachewriteinputtokencount:bigint>,
          output struct<outputcontenttype:string,outputbodyjson:string,outputtokencount:bigint>)
        PARTITIONED BY (logregion string, day string)
        ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' WITH SERDEPROPERTIES ('ignore.malformed.json'='true')
        LOCATION 's3://BUCKET/PREFIX/AWSLogs/ACCOUNT/BedrockModelInvocationLogs/'
        TBLPROPERTIES ('projection.enabled'='true','projection.logregion.type'='enum','projection.logregion.values'='REGIONS','projection.day.type'='date','projection.day.format'='yyyy/MM/dd','projection.day.range'='2026/01/01,NOW','storage.location.template'='s3://BUCKET/PREFIX/AWSLogs/ACCOUNT/BedrockModelInvocationLogs/${logregion}/${day}')
        """;

    /// <summary>Athena: the view over <see cref="AthenaTable"/>.</summary>
    public const string Athena = """
        CREATE OR REPLACE VIEW ai_invocation AS
        SELECT coalesce(accountid, '') AS account,
          CASE WHEN regexp_like(identity.arn, ':assumed-role/[^/]+/[^/@]*$') AND NOT regexp_like(identity.arn, ':assumed-role/AWSReservedSSO_') THEN regexp_replace(identity.arn, '/[^/]*$', '') ELSE coalesce(identity.arn, regexp_replace(modelid, '^.*/', '')) END AS principal,
          CASE WHEN identity.arn IS NULL THEN 0 ELSE 1 END AS named,
          '' AS credential, 'Invoke' AS action,
          regexp_replace(regexp_replace(modelid, '^.*/', ''), '^(us|eu|apac|global|us-gov|jp|au|ca)[.]([^.]*[.])', '$2') AS model,
          coalesce(region, '') AS region, '' AS src_net, '' AS agent,
          CAST(floor(to_unixtime(from_iso8601_timestamp("timestamp")) / 3600) AS bigint) AS hour_no,
          CAST(mod(CAST(floor(to_unixtime(from_iso8601_timestamp("timestamp"))) AS bigint), 3600) AS bigint) AS second_no,
          coalesce(input.inputtokencount, 0) + coalesce(input.cachereadinputtokencount, 0) + coalesce(input.cachewriteinputtokencount, 0) AS in_tok,
          coalesce(output.outputtokencount, 0) AS out_tok,
          CASE WHEN errorcode LIKE '%AccessDenied%' THEN 'denied' WHEN errorcode LIKE '%Throttl%' OR errorcode IN ('TooManyRequestsException', 'ServiceQuotaExceededException') THEN 'throttled' WHEN errorcode LIKE 'Validation%' THEN 'invalid' WHEN errorcode <> '' THEN 'error' WHEN output.outputbodyjson LIKE '%"INTERVENED"%' OR output.outputbodyjson LIKE '%"guardrail_intervened"%' THEN 'blocked' ELSE 'ok' END AS outcome,
          to_hex(md5(to_utf8(regexp_replace(lower(input.inputbodyjson), '[0-9]+', '#')))) AS request_norm,
          TRY_CAST(coalesce(json_extract_scalar(input.inputbodyjson, '$.inferenceConfig.maxTokens'), json_extract_scalar(input.inputbodyjson, '$.max_tokens'), json_extract_scalar(input.inputbodyjson, '$.max_tokens_to_sample'), json_extract_scalar(input.inputbodyjson, '$.textGenerationConfig.maxTokenCount'), json_extract_scalar(input.inputbodyjson, '$.max_gen_len')) AS bigint) AS max_tokens
        FROM ai_bedrock_raw
        """;

    /// <summary>BigQuery: the view over a Vertex AI request-response table. Replace PROJECT, DATASET and TABLE.</summary>
    public const string BigQuery = """
        CREATE OR REPLACE VIEW DATASET.ai_invocation AS
        SELECT IFNULL(REGEXP_EXTRACT(endpoint, r'projects/([^/]+)'), '') AS account,
          IF(IFNULL(endpoint, '') = '', CONCAT('model/', REGEXP_REPLACE(model, r'^.*/', '')), endpoint) AS principal,
          0 AS named, '' AS credential, 'Invoke' AS action,
          REGEXP_REPLACE(IFNULL(model, endpoint), r'^.*/', '') AS model,
          IFNULL(REGEXP_EXTRACT(endpoint, r'locations/([^/]+)'), '') AS region, '' AS src_net, '' AS agent,
          DIV(UNIX_SECONDS(logging_time), 3600) AS hour_no, MOD(UNIX_SECONDS(logging_time), 3600) AS second_no,
          IFNULL(SAFE_CAST(JSON_VALUE(full_response, '$.usageMetadata.promptTokenCount') AS INT64), 0) AS in_tok,
          IFNULL(SAFE_CAST(JSON_VALUE(full_response, '$.usageMetadata.candidatesTokenCount') AS INT64), 0) + IFNULL(SAFE_CAST(JSON_VALUE(full_response, '$.usageMetadata.thoughtsTokenCount') AS INT64), 0) AS out_tok,
          CASE WHEN JSON_VALUE(full_response, '$.promptFeedback.blockReason') IS NOT NULL OR JSON_VALUE(full_response, '$.candidates[0].finishReason') IN ('SAFETY', 'PROHIBITED_CONTENT', 'BLOCKLIST', 'SPII') THEN 'blocked' ELSE 'ok' END AS outcome,
          TO_HEX(MD5(REGEXP_REPLACE(LOWER(TO_JSON_STRING(full_request)), r'[0-9]+', '#'))) AS request_norm,
          SAFE_CAST(JSON_VALUE(full_request, '$.generationConfig.maxOutputTokens') AS INT64) AS max_tokens
        FROM `PROJECT.DATASET.TABLE`
        """;

    /// <summary>Log Analytics: API Management's LLM log, joined with its gateway log. It is sent with the query.</summary>
    public const string LogAnalytics = """
        ApiManagementGatewayLlmLog
        | where TotalTokens > 0
        | join kind=leftouter (ApiManagementGatewayLogs | project CorrelationId, CallerIpAddress, ApimSubscriptionId, ResponseCode, BackendResponseBody) on CorrelationId
        | extend account = tostring(split(_ResourceId, "/")[2]), named = iff(isempty(ApimSubscriptionId), 0, 1), credential = "", action = "Invoke", model = iff(isempty(DeploymentName), ModelName, DeploymentName), region = Region, agent = ""
        | extend principal = iff(named == 0, strcat(tolower(_ResourceId), "/without-subscription"), ApimSubscriptionId), src_net = iff(isempty(CallerIpAddress), "", format_ipv4_mask(CallerIpAddress, 24))
        | extend seconds = tolong((TimeGenerated - datetime(1970-01-01)) / 1s)
        | extend hour_no = seconds / 3600, second_no = seconds % 3600, in_tok = tolong(PromptTokens), out_tok = tolong(CompletionTokens), max_tokens = long(null)
        | extend outcome = case(ResponseCode in (401, 403), "denied", ResponseCode == 429, "throttled", ResponseCode == 400 and tostring(BackendResponseBody) has "content_filter", "blocked", ResponseCode == 400, "invalid", ResponseCode >= 400, "error", "ok")
        | extend request_norm = iff(isempty(tostring(RequestMessages)), "", hash_sha256(replace_regex(tolower(tostring(RequestMessages)), @"[0-9]+", "#")))
        """;
}
