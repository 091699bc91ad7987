namespace AiCloudSecurity.Shell;

/// <summary>What the program was asked to do.</summary>
internal enum ShellTask { MainJob, Command, CommandFromInput, File, Interactive, Help, Version }

/// <summary>The command line, read as pwsh reads its own.</summary>
internal sealed record ShellArguments(ShellTask Task)
{
    // pwsh accepts any beginning of an option that is at least this long.
    private static readonly (string Name, int Shortest)[] Options =
    [
        ("command", 1), ("file", 1), ("interactive", 1), ("help", 1), ("version", 1),
        ("nologo", 3), ("noprofile", 3), ("noninteractive", 4),
    ];

    /// <summary>The command line of -Command, or the path of -File.</summary>
    public string Text { get; private init; } = "";

    /// <summary>What follows the script of -File, untouched.</summary>
    public IReadOnlyList<string> ScriptArguments { get; private init; } = [];

    public bool NonInteractive { get; private init; }

    /// <exception cref="UsageException">The command line is wrong.</exception>
    public static ShellArguments Parse(IReadOnlyList<string> args)
    {
        bool nonInteractive = false;
        for (int i = 0; i < args.Count; i++)
        {
            string[] rest = [.. args.Skip(i + 1)];
            switch (OptionName(args[i]))
            {
                case "nologo" or "noprofile":
                    continue;
                case "noninteractive":
                    nonInteractive = true;
                    continue;
                case "help":
                    return new(ShellTask.Help);
                case "version":
                    return new(ShellTask.Version);
                case "interactive" when nonInteractive:
                    throw new UsageException("-Interactive and -NonInteractive exclude each other.");
                case "interactive" when rest.Length > 0:
                    throw new UsageException($"Nothing may follow -Interactive, and '{rest[0]}' does.");
                case "interactive":
                    return new(ShellTask.Interactive);
                case "command" when rest is ["-"]:
                    return new(ShellTask.CommandFromInput) { NonInteractive = nonInteractive };
                case "command" when rest.Length > 0:
                    return new(ShellTask.Command) { Text = string.Join(' ', rest), NonInteractive = nonInteractive };
                case "command":
                    throw new UsageException("-Command needs a command line, or - to read it from standard input.");
                case "file" when rest.Length > 0:
                    return Script(rest[0], rest[1..], nonInteractive);
                case "file":
                    throw new UsageException("-File needs the path of a script.");
                case null:
                    return Script(args[i], rest, nonInteractive);
            }
        }

        return new(ShellTask.MainJob) { NonInteractive = nonInteractive };
    }

    private static ShellArguments Script(string path, string[] arguments, bool nonInteractive)
    {
        if (!path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"'{path}' is not a script: its name must end in .ps1.");
        }

        string full = Path.GetFullPath(path);
        return File.Exists(full)
            ? new(ShellTask.File) { Text = full, ScriptArguments = arguments, NonInteractive = nonInteractive }
            : throw new UsageException($"The script '{path}' does not exist.");
    }

    /// <returns>Null for what is no option.</returns>
    private static string? OptionName(string arg)
    {
        if (arg is "-?" or "/?")
        {
            return "help";
        }

        if (!arg.StartsWith('-'))
        {
            return null;
        }

        string given = arg.TrimStart('-');
        foreach ((string name, int shortest) in Options)
        {
            if (given.Length >= shortest && name.StartsWith(given, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        throw new UsageException($"'{arg}' is not an option.");
    }
}

/// <summary>The command line is wrong; the message says how.</summary>
internal sealed class UsageException(string message) : Exception(message);
