using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace AiCloudSecurity.Shell;

/// <summary>Results and information go to standard output, all else to standard error; questions need a terminal.</summary>
internal sealed class ShellHostUI(Terminal terminal) : PSHostUserInterface
{
    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUI(terminal);

    public override bool SupportsVirtualTerminal => terminal.OutputHasColours;

    public override void Write(string value) => terminal.Write(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        string style = Sequence(foregroundColor, PSStyle.Instance.Foreground.FromConsoleColor)
            + Sequence(backgroundColor, PSStyle.Instance.Background.FromConsoleColor);
        terminal.Write(style.Length > 0 ? style + value + PSStyle.Instance.Reset : value);
    }

    public override void WriteLine(string value) => terminal.WriteLine(value);

    public override void WriteErrorLine(string value) => terminal.WriteErrorLine(value, PSStyle.Instance.Formatting.Error);

    public override void WriteWarningLine(string message) => terminal.WriteErrorLine("WARNING: " + message, PSStyle.Instance.Formatting.Warning);

    public override void WriteVerboseLine(string message) => terminal.WriteErrorLine("VERBOSE: " + message, PSStyle.Instance.Formatting.Verbose);

    public override void WriteDebugLine(string message) => terminal.WriteErrorLine("DEBUG: " + message, PSStyle.Instance.Formatting.Debug);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            terminal.ClearProgress();
            return;
        }

        string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete}%" : "";
        terminal.ShowProgress($"{record.Activity}: {record.StatusDescription}{percent}");
    }

    public override string ReadLine() => ReadAnswer("Input");

    public override SecureString ReadLineAsSecureString()
    {
        RequireTerminal("Secret input");
        return ReadSecret();
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        RequireTerminal(string.Join(", ", descriptions.Select(field => "-" + field.Name)), "Give it on the command line.");
        AskAbout(caption, message);
        return descriptions.ToDictionary(field => field.Name, field => PSObject.AsPSObject(AskFor(field)));
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RequireTerminal($"Confirmation ({OneLine(message)})", "Give it beforehand with -Confirm:$false.");
        AskAbout(caption, message);
        Choice[] offered = [.. choices.Select(Choice.From)];
        string menu = string.Join("  ", offered.Select(choice => $"[{choice.Key}] {choice.Label}"));
        string preset = defaultChoice >= 0 ? $" (default is \"{offered[defaultChoice].Key}\")" : "";
        while (true)
        {
            string answer = ReadAnswer("Confirmation", $"{menu}  [?] Help{preset}: ").Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            if (answer == "?")
            {
                terminal.Ask(string.Concat(offered.Select(choice => $"{choice.Key} - {choice.Help}{Environment.NewLine}")));
            }

            int index = Array.FindIndex(offered, choice => choice.Matches(answer));
            if (index >= 0)
            {
                return index;
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
    {
        RequireTerminal("A credential", "Give it as -Credential.");
        AskAbout(caption, message);
        string user = string.IsNullOrEmpty(userName) ? ReadAnswer("A credential", "User: ") : userName;
        terminal.Ask($"Password for {user}: ");
        return new PSCredential(user, ReadSecret());
    }

    private object AskFor(FieldDescription field)
    {
        if (field.ParameterTypeName is nameof(SecureString))
        {
            terminal.Ask(field.Name + ": ");
            return ReadSecret();
        }

        if (field.ParameterTypeName is nameof(PSCredential))
        {
            return PromptForCredential("", "", "", "");
        }

        if (!field.ParameterTypeName.EndsWith("[]", StringComparison.Ordinal))
        {
            return ReadAnswer(field.Name, field.Name + ": ");
        }

        // An array ends with an empty line.
        List<string> values = [];
        while (ReadAnswer(field.Name, $"{field.Name}[{values.Count}]: ") is { Length: > 0 } value)
        {
            values.Add(value);
        }

        return values.ToArray();
    }

    private void AskAbout(params ReadOnlySpan<string> lines)
    {
        foreach (string line in lines)
        {
            if (!string.IsNullOrEmpty(line))
            {
                terminal.Ask(line + Environment.NewLine);
            }
        }
    }

    private string ReadAnswer(string what, string question = "")
    {
        RequireTerminal(what);
        terminal.Ask(question);
        return Console.In.ReadLine() ?? throw new PipelineStoppedException();
    }

    private SecureString ReadSecret()
    {
        SecureString secret = new();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
            else if (key.KeyChar >= ' ')
            {
                secret.AppendChar(key.KeyChar);
            }
        }

        terminal.Ask(Environment.NewLine);
        secret.MakeReadOnly();
        return secret;
    }

    private void RequireTerminal(string what, string wayOut = "")
    {
        if (!terminal.CanAsk)
        {
            throw new HostException($"{what} is needed, and nobody can be asked here. {wayOut}".TrimEnd());
        }
    }

    private static string Sequence(ConsoleColor colour, Func<ConsoleColor, string> sequence) => Enum.IsDefined(colour) ? sequence(colour) : "";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();

    /// <summary>One answer: the letter after &amp; in its label is its key.</summary>
    private sealed record Choice(string Key, string Label, string Help)
    {
        public static Choice From(ChoiceDescription choice)
        {
            int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
            string label = choice.Label.Replace("&", "", StringComparison.Ordinal);
            string key = mark >= 0 && mark < label.Length ? label[mark].ToString().ToUpperInvariant() : label;
            return new(key, label, choice.HelpMessage ?? "");
        }

        public bool Matches(string answer) =>
            answer.Equals(Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(Label, StringComparison.OrdinalIgnoreCase);
    }
}
