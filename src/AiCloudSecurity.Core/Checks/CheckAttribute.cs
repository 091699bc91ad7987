namespace AiCloudSecurity.Checks;

/// <summary>Makes a static method a check. Found by reflection; there is no list to keep.</summary>
/// <param name="id">The catalogue's id, as AWS-NET-001; never reused.</param>
/// <param name="severity">How much a failure matters.</param>
/// <param name="title">The good state, in at most 80 characters.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CheckAttribute(string id, Severity severity, string title) : Attribute
{
    /// <summary>The catalogue's id.</summary>
    public string Id => id;

    /// <summary>How much a failure matters.</summary>
    public Severity Severity => severity;

    /// <summary>The good state.</summary>
    public string Title => title;

    /// <summary>What can happen, in one sentence.</summary>
    public required string Risk { get; init; }

    /// <summary>What to do, in one imperative sentence.</summary>
    public required string Advice { get; init; }

    /// <summary>The advice of the methodology that it serves.</summary>
    public required Tip Tip { get; init; }

    /// <summary>What setting it right takes.</summary>
    public required Remedy Remedy { get; init; }

    /// <summary>OWASP Top 10 for LLM applications (2025) or ML (2023), as LLM02.</summary>
    public string Owasp { get; init; } = "";

    /// <summary>MITRE ATLAS technique, as AML.T0025.</summary>
    public string Atlas { get; init; } = "";

    /// <summary>Where the vendor documents the fact (https).</summary>
    public string Link { get; init; } = "";

    /// <summary>It is a part of Google's posture "secure AI, extended": one of its policies, or the same asked of what exists.</summary>
    public bool SecureAiPosture { get; init; }

    /// <summary>Ids that it had before.</summary>
    public string[] Aliases { get; init; } = [];
}

/// <summary>
/// The commands of the cloud's own command line by which a person sets right what the check finds, where no repair does.
/// Several are joined by <c>&amp;&amp;</c>. Words in braces are replaced by what the resource is and says of itself
/// (<see cref="Repairs.RemedyCommand"/>); words in capitals are the person's to choose.
/// </summary>
/// <param name="text">The commands.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CommandAttribute(string text) : Attribute
{
    /// <summary>The commands.</summary>
    public string Text => text;
}

/// <summary>
/// An example of what a check judges: the resource in the cloud's wire shape and, after it, what else the estate
/// holds, each as <c>KmsKey { "Arn": "…" }</c>. Members that start with @ say what it is: @Id, @Name, @Parent, @Region.
/// Run as tests, printed in docs/checks.md.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public abstract class ExampleAttribute(Status expected, string json, string[] with) : Attribute
{
    /// <summary>What the check must say.</summary>
    public Status Expected => expected;

    /// <summary>The resource that is judged.</summary>
    public string Json => json;

    /// <summary>What else is there.</summary>
    public IReadOnlyList<string> With => with;

    /// <summary>Why, where the example does not say it.</summary>
    public string Because { get; init; } = "";

    /// <summary>Words of which each in turn takes the place of EACH: as many examples.</summary>
    public string[] Each { get; init; } = [];

    /// <summary>The example that says EACH, of one that was made from it.</summary>
    public ExampleAttribute? Of { get; private init; }

    /// <summary>How grave that is, where it is not as grave as the check says.</summary>
    public Severity Severity
    {
        get => Grade ?? default;
        init => Grade = value;
    }

    /// <summary>What <see cref="Severity"/> was set to; null for the check's own.</summary>
    public Severity? Grade { get; private init; }

    /// <summary>Itself, or one for each word.</summary>
    internal IEnumerable<ExampleAttribute> Spread() => Each.Length == 0 ? [this] : Each.Select(word => new OfWord(this, word));

    private sealed class OfWord : ExampleAttribute
    {
        public OfWord(ExampleAttribute whole, string word) : base(whole.Expected, Say(whole.Json, word), [.. whole.With.Select(text => Say(text, word))]) =>
            (Because, Grade, Of) = (whole.Because, whole.Grade, whole);

        private static string Say(string text, string word) => text.Replace("EACH", word, StringComparison.Ordinal);
    }
}

/// <summary>The check passes this.</summary>
public sealed class PassesAttribute(string json, params string[] with) : ExampleAttribute(Status.Pass, json, with);

/// <summary>The check fails this.</summary>
public sealed class FailsAttribute(string json, params string[] with) : ExampleAttribute(Status.Fail, json, with);

/// <summary>The check cannot say: the cloud does not tell.</summary>
public sealed class CannotSayAttribute(string json, params string[] with) : ExampleAttribute(Status.Unknown, json, with);

/// <summary>The check has nothing to judge here.</summary>
public sealed class SkipsAttribute(string json, params string[] with) : ExampleAttribute(Status.NotApplicable, json, with);
