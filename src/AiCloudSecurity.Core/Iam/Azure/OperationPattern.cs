namespace AiCloudSecurity.Iam.Azure;

/// <summary>A pattern of operations in a role: * stands for any text, case does not matter.</summary>
internal sealed class OperationPattern
{
    private readonly Glob _glob;
    private readonly Glob? _loose;

    public OperationPattern(string text)
    {
        _glob = Glob.Action(text);
        // AzureML Data Scientist has workspaces/*/read alone and reads the workspace, and takes computes/*/write away
        // lest somebody creates computes: as if /*/ could stand for a single slash. Azure does not document that.
        _loose = text.Contains("/*/", StringComparison.Ordinal) ? Glob.Action(text.Replace("/*/", "/", StringComparison.Ordinal)) : null;
    }

    /// <summary>As it is written.</summary>
    public string Text => _glob.Text;

    /// <summary>Whether it stands for the operation; Unknown where that hangs on whether <c>/*/</c> can stand for a slash.</summary>
    public Truth Matches(string operation) => _glob.Matches(operation) ? Truth.True : _loose?.Matches(operation) is true ? Truth.Unknown : Truth.False;

    /// <summary>Whether it stands for all that the other one stands for.</summary>
    public bool Covers(string other) => _glob.Covers(Glob.Action(other));
}
