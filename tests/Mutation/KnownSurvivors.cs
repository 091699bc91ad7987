namespace AiCloudSecurity.Mutation;

/// <summary>
/// Breaks that nothing can notice, each with the reason: one a line, as the program names it, a tab, why. What a name
/// holds survives edits elsewhere in the file.
/// </summary>
internal sealed class KnownSurvivors
{
    private readonly HashSet<string> _names;

    private KnownSurvivors(HashSet<string> names) => _names = names;

    public static KnownSurvivors Read(string path)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.Split('\t') is not [{ Length: > 0 } name, { Length: > 0 }] || !names.Add(name))
            {
                throw new FormatException($"Each line of {path} is a break, a tab and a reason, and stands there once: {line}");
            }
        }
        return new(names);
    }

    /// <summary>Prints the survivors that are not listed and the lines that are out of date, of these files; whether there is no survivor that is not listed.</summary>
    public bool Compare(string folder, IEnumerable<string> files, IEnumerable<FileScore> scores)
    {
        var survivors = (from score in scores
                         from survivor in score.Survivors
                         orderby score.File, survivor.Line
                         select (Name: $"{Short(score.File)} {survivor.Name}", survivor.Line)).ToList();
        var fresh = survivors.Where(survivor => !_names.Contains(survivor.Name)).ToList();
        foreach (var survivor in fresh)
        {
            Console.WriteLine($"not noticed (line {survivor.Line}): {survivor.Name}");
        }
        var judged = files.Select(Short).ToHashSet(StringComparer.Ordinal);
        foreach (var line in _names.Where(name => judged.Contains(name[..name.IndexOf(' ', StringComparison.Ordinal)])).Except(survivors.Select(survivor => survivor.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Console.WriteLine($"out of date: {line}");
        }
        Console.WriteLine($"{fresh.Count} not noticed and not listed, {survivors.Count - fresh.Count} listed");
        return fresh.Count == 0;

        string Short(string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');
    }
}
