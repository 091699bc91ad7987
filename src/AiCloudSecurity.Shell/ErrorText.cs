using System.Management.Automation;

namespace AiCloudSecurity.Shell;

/// <summary>An error in one line, in the manner of PowerShell's concise view: who, and what.</summary>
internal static class ErrorText
{
    public static string Of(ErrorRecord error)
    {
        string text = Place(error) + (CommandsElsewhere.Explain(error) ?? $"{Source(error)}: {error}");
        return error.ErrorDetails?.RecommendedAction is { Length: > 0 } action ? $"{text}{Environment.NewLine}  {action}" : text;
    }

    private static string Place(ErrorRecord error) => error.InvocationInfo is { ScriptName.Length: > 0 } place
        ? $"{Path.GetFileName(place.ScriptName)}:{place.ScriptLineNumber}: "
        : "";

    private static string Source(ErrorRecord error) => error switch
    {
        { Exception: RuntimeException { WasThrownFromThrowStatement: true } } => "Exception",
        _ when CommandsElsewhere.MissingCommand(error) is { } name => name,
        { CategoryInfo.Category: ErrorCategory.ParserError } => nameof(ErrorCategory.ParserError),
        { InvocationInfo.MyCommand.Name: { Length: > 0 } name } => name,
        { CategoryInfo.Activity: { Length: > 0 } activity } => activity,
        _ => error.CategoryInfo.Reason,
    };
}
