using System.Management.Automation;

namespace AiCloudSecurity.Shell.Commands;

[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = "Message")]
internal sealed class WriteErrorCommand : PSCmdlet
{
    [Parameter(ParameterSetName = "Message", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = "Exception")]
    [Alias("Msg")]
    [AllowNull, AllowEmptyString]
    public string? Message { get; set; }

    [Parameter(ParameterSetName = "Exception", Mandatory = true)]
    public Exception? Exception { get; set; }

    [Parameter(ParameterSetName = "ErrorRecord", Mandatory = true)]
    public ErrorRecord? ErrorRecord { get; set; }

    [Parameter(ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    public ErrorCategory Category { get; set; }

    [Parameter(ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    public string ErrorId { get; set; } = "Microsoft.PowerShell.Commands.WriteErrorException";

    [Parameter(ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    public object? TargetObject { get; set; }

    [Parameter]
    public string? RecommendedAction { get; set; }

    protected override void ProcessRecord()
    {
        ErrorRecord error = ErrorRecord is null
            ? new(Exception ?? new RuntimeException(Message), ErrorId, Category, TargetObject)
            : new(ErrorRecord, null);
        if (RecommendedAction is not null || (Exception is not null && Message is not null))
        {
            error.ErrorDetails = new ErrorDetails(Message ?? error.ToString()) { RecommendedAction = RecommendedAction };
        }

        WriteError(error);
    }
}
