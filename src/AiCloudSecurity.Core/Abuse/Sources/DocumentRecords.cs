using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AiCloudSecurity.Abuse;

/// <summary>What became of a record.</summary>
internal enum Taken
{
    /// <summary>It was counted.</summary>
    Yes,
    /// <summary>It is a record of a log that is known, about something that no rule looks at.</summary>
    Elsewhere,
    /// <summary>It waits for its other half.</summary>
    Half,
    /// <summary>No source writes such records.</summary>
    Unknown,
}

/// <summary>
/// Records of logs that come in smaller numbers, read as documents: SageMaker data capture, Azure diagnostic and
/// activity logs, API Management, Vertex AI, Google Cloud audit.
/// </summary>
internal sealed class DocumentRecords(Names names, RequestBody body, GatewayJoin gateway)
{
    /// <param name="record">One JSON object.</param>
    /// <param name="file">The name of its file, which for data capture names the endpoint.</param>
    /// <param name="call">Where it is read to.</param>
    public Taken Read(ReadOnlyMemory<byte> record, string file, LogEvent call)
    {
        using var document = JsonDocument.Parse(record);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Taken.Unknown;
        }
        return root.TryGetProperty("captureData", out var captured) ? Capture(root, captured, file, call)
            : root.TryGetProperty("protoPayload", out var payload) ? Audit(root, payload, call)
            : root.TryGetProperty("protopayload_auditlog", out var exported) ? Audit(root, exported, call)
            : root.TryGetProperty("logging_time", out _) ? Prediction(root, call)
            : Member(root, "PromptTokens") is not null && Member(root, "CorrelationId") is not null ? GatewayLlm(root, root, call)
            // Rows of Log Analytics' own table, which has no category.
            : Member(root, "ApimSubscriptionId") is not null && Member(root, "CorrelationId") is not null && Member(root, "ResponseCode") is not null ? GatewayCall(root, root, call)
            : Member(root, "category", "Category") is { } category ? Azure(root, Text(category), call)
            : Taken.Unknown;
    }

    // The endpoint stands in the path: …/ENDPOINT/VARIANT/yyyy/mm/dd/hh/file.jsonl
    private Taken Capture(JsonElement root, JsonElement captured, string file, LogEvent call)
    {
        call.Clear(LogSource.SageMakerCapture);
        if (!TryTime(Member(root, "eventMetadata.inferenceTime"), call))
        {
            return Taken.Unknown;
        }
        var folders = file.Split('/', '\\');
        call.Model = folders.Length >= 7 && folders[^2].Length == 2 && folders[^5].Length == 4 ? folders[^7] : "endpoint";
        call.Subject = Subject.Endpoint;
        call.Principal = $"endpoint/{call.Model}";
        if (Member(captured, "endpointInput.data") is { ValueKind: JsonValueKind.String } data)
        {
            var bytes = Bytes(data, Text(Member(captured, "endpointInput.encoding")));
            call.PromptHash = body.HashOf(bytes, fold: false);
            call.Bytes = bytes.Length;
            if (bytes is [(byte)'{', ..] && IsJson(bytes))
            {
                body.Read(bytes, call);
            }
            else
            {
                RequestBody.ReadText(bytes, call);
            }
        }
        if (Member(captured, "endpointOutput.data") is { ValueKind: JsonValueKind.String } answer)
        {
            var bytes = Bytes(answer, Text(Member(captured, "endpointOutput.encoding")));
            call.Bytes += bytes.Length;
            call.Scores |= bytes.AsSpan().IndexOf("\"probabilities\""u8) >= 0 || bytes.AsSpan().IndexOf("\"scores\""u8) >= 0 || bytes.AsSpan().IndexOf("\"logits\""u8) >= 0;
        }
        return Taken.Yes;
    }

    private Taken Azure(JsonElement root, string category, LogEvent call)
    {
        using var inner = Properties(root, out var properties);
        var operation = Text(Member(root, "operationName", "OperationName"));
        if (category is "GatewayLogs" or "GatewayLlmLogs" or "GatewayLlmLog")
        {
            return category == "GatewayLogs" ? GatewayCall(root, properties, call) : GatewayLlm(root, properties, call);
        }
        if (category is "Administrative")
        {
            return Activity(root, operation, call);
        }
        if (category is not ("RequestResponse" or "Audit" or "Trace" or "AzureOpenAIRequestUsage"))
        {
            return Taken.Elsewhere;
        }
        call.Clear(LogSource.AzureOpenAi);
        if (!TryTime(Member(root, "time", "TimeGenerated"), call))
        {
            return Taken.Unknown;
        }
        OfResource(Text(Member(root, "resourceId", "ResourceId", "_ResourceId")), call, out var resource);
        call.Region = Text(Member(root, "location", "Tenant", "Location"));
        call.Network = Callers.NetworkOf(Text(Member(root, "callerIpAddress", "CallerIPAddress")));
        var caller = Text(Member(properties, "objectId"));
        if (caller.Length > 0)
        {
            call.Principal = caller;
        }
        else
        {
            // Whoever has a key of the account: the log names nobody.
            call.Subject = Subject.KeyHolders;
            call.Principal = resource;
            call.Credential = "key";
        }
        if (category == "Audit")
        {
            call.Action = operation;
            return ControlActions.KindOf(operation) is null ? Taken.Elsewhere : Taken.Yes;
        }
        if (category != "RequestResponse")
        {
            return Taken.Elsewhere;
        }
        call.Model = Text(Member(properties, "modelName") ?? Member(properties, "modelDeploymentName"));
        call.Bytes = Number(Member(properties, "requestLength")) + Number(Member(properties, "responseLength"));
        call.Outcome = Outcomes.OfHttp((int)Number(Member(root, "resultSignature", "ResultSignature")));
        return Taken.Yes;
    }

    private Taken Activity(JsonElement root, string operation, LogEvent call)
    {
        call.Clear(LogSource.AzureActivity);
        var resourceId = Text(Member(root, "resourceId", "ResourceId"));
        if (!TryTime(Member(root, "time", "eventTimestamp"), call) || !resourceId.Contains("COGNITIVESERVICES", StringComparison.OrdinalIgnoreCase) && !resourceId.Contains("MACHINELEARNINGSERVICES", StringComparison.OrdinalIgnoreCase))
        {
            return Taken.Elsewhere;
        }
        OfResource(resourceId, call, out _);
        call.Action = operation.ToUpperInvariant() switch
        {
            "MICROSOFT.INSIGHTS/DIAGNOSTICSETTINGS/DELETE" => "DeleteDiagnosticSetting",
            var action when action.EndsWith("/LISTKEYS/ACTION", StringComparison.Ordinal) => "ListKeys",
            _ => "",
        };
        call.Principal = Text(Member(root, "identity.claims.http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn") ?? Member(root, "caller") ?? Member(root, "identity.claims.appid"));
        call.Network = Callers.NetworkOf(Text(Member(root, "callerIpAddress")));
        return call.Action.Length == 0 || Text(Member(root, "resultType")) is "Start" or "Accept" ? Taken.Elsewhere : Taken.Yes;
    }

    private Taken GatewayCall(JsonElement root, JsonElement properties, LogEvent call)
    {
        call.Clear(LogSource.ApiManagement);
        if (!TryTime(Member(root, "time", "TimeGenerated"), call))
        {
            return Taken.Unknown;
        }
        OfResource(Text(Member(root, "resourceId", "_ResourceId")), call, out var resource);
        call.Region = Text(Member(root, "location", "Region"));
        call.Network = Callers.NetworkOf(Text(Member(root, "callerIpAddress", "CallerIpAddress")));
        var subscription = Text(Member(properties, "apimSubscriptionId", "ApimSubscriptionId"));
        call.Subject = subscription.Length > 0 ? Subject.Principal : Subject.KeyHolders;
        call.Principal = subscription.Length > 0 ? subscription : $"{resource}/without-subscription";
        var url = Text(Member(properties, "backendUrl", "BackendUrl") ?? Member(properties, "url", "Url"));
        call.Model = After(url, "/deployments/");
        var answer = Text(Member(properties, "backendResponseBody", "BackendResponseBody"));
        var status = (int)Number(Member(properties, "responseCode", "ResponseCode"));
        call.Outcome = status == 400 && answer.Contains("\"content_filter\"", StringComparison.Ordinal) ? Outcome.Blocked : Outcomes.OfHttp(status);
        var request = Text(Member(properties, "backendRequestBody", "BackendRequestBody") ?? Member(properties, "requestBody", "RequestBody"));
        if (request.StartsWith('{'))
        {
            ReadBody(Encoding.UTF8.GetBytes(request), call);
        }
        return gateway.Call(Text(Member(root, "correlationId", "CorrelationId")), call);
    }

    private Taken GatewayLlm(JsonElement root, JsonElement properties, LogEvent call)
    {
        call.Clear(LogSource.ApiManagement);
        // Several records for one request, of which one has the count.
        if (Number(Member(properties, "totalTokens", "TotalTokens")) == 0)
        {
            return Taken.Half;
        }
        if (!TryTime(Member(root, "time", "TimeGenerated"), call))
        {
            return Taken.Unknown;
        }
        OfResource(Text(Member(root, "resourceId", "_ResourceId")), call, out var resource);
        call.Subject = Subject.KeyHolders;
        call.Principal = $"{resource}/without-subscription";
        call.Region = Text(Member(root, "location", "Region"));
        call.Model = Text(Member(properties, "deploymentName", "DeploymentName") ?? Member(properties, "modelName", "ModelName"));
        call.InTokens = Number(Member(properties, "promptTokens", "PromptTokens"));
        call.OutTokens = Number(Member(properties, "completionTokens", "CompletionTokens"));
        var messages = Member(properties, "requestMessages", "RequestMessages");
        var text = messages is { ValueKind: JsonValueKind.String } quoted ? quoted.GetString()! : messages?.GetRawText() ?? "";
        if (text.StartsWith('['))
        {
            ReadBody(Encoding.UTF8.GetBytes($"{{\"messages\":{text}}}"), call);
        }
        return gateway.Tokens(Text(Member(root, "correlationId", "CorrelationId") ?? Member(properties, "correlationId", "CorrelationId")), call);
    }

    private Taken Prediction(JsonElement root, LogEvent call)
    {
        call.Clear(LogSource.VertexPrediction);
        if (!TryTime(Member(root, "logging_time"), call))
        {
            return Taken.Unknown;
        }
        var model = Text(Member(root, "model"));
        var endpoint = Text(Member(root, "endpoint"));
        var path = endpoint.Length > 0 ? endpoint : Text(Member(root, "full_request.model"));
        call.Model = Callers.ModelOf(model.Length > 0 ? model : endpoint);
        call.Account = After(path, "projects/");
        call.Region = After(path, "locations/");
        call.Subject = Subject.Endpoint;
        call.Principal = endpoint.Length > 0 ? endpoint : $"model/{call.Model}";
        using var request = Embedded(Member(root, "full_request") ?? Member(root, "request_payload"), out var asked);
        using var response = Embedded(Member(root, "full_response") ?? Member(root, "response_payload"), out var answered);
        if (asked.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            ReadBody(Encoding.UTF8.GetBytes(asked.GetRawText()), call);
        }
        if (Either(answered, "usageMetadata", "usage_metadata") is { } usage)
        {
            call.InTokens = Number(Either(usage, "promptTokenCount", "prompt_token_count"));
            // Thoughts are billed as output.
            call.OutTokens = Number(Either(usage, "candidatesTokenCount", "candidates_token_count")) + Number(Either(usage, "thoughtsTokenCount", "thoughts_token_count"));
        }
        var blocked = (Either(answered, "promptFeedback", "prompt_feedback") is { } feedback && Either(feedback, "blockReason", "block_reason") is { ValueKind: JsonValueKind.String });
        if (Either(answered, "candidates", "candidates") is { ValueKind: JsonValueKind.Array } candidates)
        {
            foreach (var candidate in candidates.EnumerateArray())
            {
                blocked |= Text(Either(candidate, "finishReason", "finish_reason")) is "SAFETY" or "PROHIBITED_CONTENT" or "BLOCKLIST" or "SPII";
                call.Scores |= Either(candidate, "logprobsResult", "logprobs_result") is { ValueKind: JsonValueKind.Object };
            }
        }
        call.Outcome = blocked ? Outcome.Blocked : Outcome.Ok;
        return Taken.Yes;
    }

    private static Taken Audit(JsonElement root, JsonElement payload, LogEvent call)
    {
        call.Clear(LogSource.GcpAudit);
        if (!TryTime(Member(root, "timestamp") ?? Member(root, "receiveTimestamp"), call))
        {
            return Taken.Unknown;
        }
        var service = Text(Member(payload, "serviceName"));
        var method = Text(Member(payload, "methodName"));
        var resource = Text(Member(payload, "resourceName"));
        call.Account = Text(Member(root, "resource.labels.project_id"));
        call.Account = call.Account.Length > 0 ? call.Account : After(resource, "projects/");
        call.Region = After(resource, "locations/");
        var mail = Text(Member(payload, "authenticationInfo.principalEmail"));
        call.Principal = mail.Length > 0 ? mail : Text(Member(payload, "authenticationInfo.principalSubject"));
        var key = Text(Member(payload, "authenticationInfo.serviceAccountKeyName"));
        call.Credential = key[(key.LastIndexOf('/') + 1)..];
        call.Network = Callers.NetworkOf(Text(Member(payload, "requestMetadata.callerIp")));
        call.Agent = Callers.AgentOf(Text(Member(payload, "requestMetadata.callerSuppliedUserAgent")));
        call.Outcome = Outcomes.OfRpc((int)Number(Member(payload, "status.code")));
        if (method.EndsWith("SetIamPolicy", StringComparison.Ordinal) && Removes(payload))
        {
            call.Action = "RemoveAuditConfig";
            return Taken.Yes;
        }
        if (service != "aiplatform.googleapis.com")
        {
            return Taken.Elsewhere;
        }
        if (method.EndsWith(".SetPublisherModelConfig", StringComparison.Ordinal))
        {
            call.Action = "SetPublisherModelConfig";
            return Taken.Yes;
        }
        // Methods have many names; the permission that they need has one.
        var predicts = Member(payload, "authorizationInfo") is { ValueKind: JsonValueKind.Array } checks
            && checks.EnumerateArray().Any(check => Text(Member(check, "permission")) == "aiplatform.endpoints.predict");
        call.Model = Callers.ModelOf(resource);
        return predicts ? Taken.Yes : Taken.Elsewhere;
    }

    private static bool Removes(JsonElement payload) =>
        Member(payload, "serviceData.policyDelta.auditConfigDeltas") is { ValueKind: JsonValueKind.Array } changes
        && changes.EnumerateArray().Any(change => Text(Member(change, "action")) == "REMOVE");

    private void ReadBody(byte[] request, LogEvent call)
    {
        call.PromptHash = body.HashOf(request, fold: true);
        if (IsJson(request))
        {
            body.Read(request, call);
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        var json = new Utf8JsonReader(bytes, isFinalBlock: true, default);
        try
        {
            return json.Read() && json.TrySkip();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void OfResource(string resourceId, LogEvent call, out string resource)
    {
        var lower = resourceId.ToLowerInvariant();
        call.Account = After(lower, "/subscriptions/");
        resource = names.Of(Encoding.UTF8.GetBytes(lower));
    }

    // What stands after a word up to the next slash.
    private static string After(string text, string word)
    {
        var start = text.IndexOf(word, StringComparison.Ordinal);
        if (start < 0)
        {
            return "";
        }
        start += word.Length;
        var end = text.AsSpan(start).IndexOfAny('/', '?');
        return end < 0 ? text[start..] : text.Substring(start, end);
    }

    // An object, or the text of one.
    private static JsonDocument? Properties(JsonElement root, out JsonElement properties)
    {
        var value = Member(root, "properties", "Properties", "properties_s");
        if (value is { ValueKind: JsonValueKind.Object } given)
        {
            properties = given;
            return null;
        }
        var document = Embedded(value, out properties);
        if (properties.ValueKind != JsonValueKind.Object)
        {
            properties = root;
        }
        return document;
    }

    private static JsonDocument? Embedded(JsonElement? value, out JsonElement element)
    {
        element = value ?? default;
        if (value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1)
        {
            element = list[0];
        }
        if (element.ValueKind != JsonValueKind.String || element.GetString() is not { } text || !text.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }
        try
        {
            var document = JsonDocument.Parse(text);
            element = document.RootElement;
            return document;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Either(JsonElement element, string name, string other) =>
        element.ValueKind != JsonValueKind.Object ? null : element.TryGetProperty(name, out var value) || element.TryGetProperty(other, out value) ? value : null;

    // The first of several names, or a path with dots.
    private static JsonElement? Member(JsonElement element, params ReadOnlySpan<string> paths)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }
        foreach (var path in paths)
        {
            if (element.TryGetProperty(path, out var direct))
            {
                return direct;
            }
            var inner = element;
            var rest = path;
            while (rest.Length > 0 && inner.ValueKind == JsonValueKind.Object)
            {
                var dot = rest.StartsWith("http", StringComparison.Ordinal) ? -1 : rest.IndexOf('.', StringComparison.Ordinal);
                if (!inner.TryGetProperty(dot < 0 ? rest : rest[..dot], out inner))
                {
                    break;
                }
                if (dot < 0)
                {
                    return inner;
                }
                rest = rest[(dot + 1)..];
            }
        }
        return null;
    }

    private static string Text(JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.String => value.Value.GetString()!,
        JsonValueKind.Number => value.Value.GetRawText(),
        _ => "",
    };

    private static long Number(JsonElement? value) =>
        double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e12 ? (long)number : 0;

    private static bool TryTime(JsonElement? value, LogEvent call)
    {
        if (Text(value) is not { Length: > 0 and < 64 } text || !LogTime.TryParse(Encoding.UTF8.GetBytes(text), out var time))
        {
            return false;
        }
        call.Time = time;
        return true;
    }

    private static byte[] Bytes(JsonElement data, string encoding) =>
        encoding == "BASE64" && data.TryGetBytesFromBase64(out var bytes) ? bytes : Encoding.UTF8.GetBytes(data.GetString()!);
}
