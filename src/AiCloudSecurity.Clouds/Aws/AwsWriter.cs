using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>Sends the requests of repairs to one account.</summary>
/// <param name="connection">Signed in to it.</param>
public sealed class AwsWriter(AwsConnection connection) : ICloudWriter
{
    private static readonly string[] s_reads = ["Get", "List", "Describe", "BatchGet", "Head", "Lookup"];

    /// <inheritdoc/>
    public Scope Scope => connection.Scope;

    /// <inheritdoc/>
    public async Task<string> CallAsync(CloudCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var region = call.Region == ResourceIdentity.Global ? connection.Home : call.Region;
        var isWrite = !s_reads.Any(verb => call.Operation.StartsWith(verb, StringComparison.Ordinal));
        try
        {
            var answer = await connection.CallAsync(AwsService.Of(call.Service), region, call.Operation, JsonNode.Parse(call.Body)!.AsObject(), cancellationToken, isWrite).ConfigureAwait(false);
            return Encoding.UTF8.GetString(answer.Span);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var error = AwsError.Of(failure);
            var answer = Answer(failure);
            var said = answer is { Message: { Length: > 0 } message } && message != error.Code ? $"{error.Message}: {message}" : error.Message;
            // A server's own error, and no answer at all, leave open whether it was done.
            throw new CloudCallException(error.Id, error.Code, $"{call.Name}: {said}", isCertain: answer is { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } || error.Id == ErrorId.CloudAuthenticationFailed, failure);
        }
    }

    private static AwsErrorAnswer? Answer(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is AwsErrorAnswer answer)
            {
                return answer;
            }
        }
        return null;
    }
}
