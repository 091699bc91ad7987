namespace AiCloudSecurity.Iam;

/// <summary>Reads aws-actions.txt, whose first lines say how it is written.</summary>
internal static class ActionFacts
{
    public static IEnumerable<AiAction> Read()
    {
        using var stream = typeof(ActionFacts).Assembly.GetManifestResourceStream("aws-actions.txt")!;
        using var reader = new StreamReader(stream);
        var (service, types, arns, keys) = ("", new List<string>(), new List<string>(), new List<string>());
        while (reader.ReadLine() is { } line)
        {
            switch (line[0])
            {
                case '#':
                    break;
                case '@':
                    (service, types, arns, keys) = (line[1..], [], [], []);
                    break;
                case '=':
                    var space = line.IndexOf(' ', StringComparison.Ordinal);
                    types.Add(line[1..space]);
                    var arn = line[(space + 1)..];
                    arns.Add(arn[0] == '~' ? $"arn:${{Partition}}:{service}:${{Region}}:${{Account}}:{arn[1..]}" : arn);
                    break;
                case '?':
                    keys.Add(line[1..]);
                    break;
                default:
                    var fields = line.Split(' ');
                    var marks = fields[4];
                    yield return new($"{service}:{fields[0]}", Pick(fields[2], arns))
                    {
                        IsAi = true,
                        Level = fields[1] switch { "L" => AccessLevel.List, "R" => AccessLevel.Read, "W" => AccessLevel.Write, "T" => AccessLevel.Tagging, _ => AccessLevel.Permissions },
                        ResourceTypes = Pick(fields[2], types),
                        ConditionKeys = Pick(fields[3], keys),
                        WritesToBucket = marks.Contains('s', StringComparison.Ordinal),
                        TakesKey = marks.Contains('k', StringComparison.Ordinal),
                        TakesNetwork = marks.Contains('v', StringComparison.Ordinal),
                    };
                    break;
            }
        }
    }

    // Which operations take a role, for holding the reviewed list against.
    public static IEnumerable<string> TakingRoles()
    {
        using var stream = typeof(ActionFacts).Assembly.GetManifestResourceStream("aws-actions.txt")!;
        using var reader = new StreamReader(stream);
        var service = "";
        while (reader.ReadLine() is { } line)
        {
            if (line[0] == '@')
            {
                service = line[1..];
            }
            else if (line[0] is not ('#' or '=' or '?') && line.Split(' ') is [var name, _, _, _, var marks] && marks.Contains('r', StringComparison.Ordinal))
            {
                yield return $"{service}:{name}";
            }
        }
    }

    private static string[] Pick(string numbers, List<string> from) =>
        numbers == "-" ? [] : Array.ConvertAll(numbers.Split(','), number => from[int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)]);
}
