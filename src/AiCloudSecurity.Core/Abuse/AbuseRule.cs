namespace AiCloudSecurity.Abuse;

/// <summary>What a rule says of itself.</summary>
/// <param name="Id">As LJ-1.</param>
/// <param name="Title">What it finds.</param>
/// <param name="Needs">What the log must tell.</param>
/// <param name="Atlas">The technique in MITRE ATLAS.</param>
/// <param name="Advice">What to do.</param>
public sealed record AbuseRule(string Id, string Title, Told Needs, string Atlas, string Advice)
{
    private const string Disable = "Disable the credential, look at what it did, and issue a new one where the use was wanted.";

    /// <summary>Every rule.</summary>
    public static IReadOnlyList<AbuseRule> All { get; } =
    [
        new("LJ-1", "Calls from a new origin", Told.Principal, "AML.T0012", Disable),
        new("LJ-2", "Refused calls over many models", Told.Principal | Told.Failure, "AML.T0040", Disable),
        new("LJ-3", "Models were looked over, then used", Told.Principal | Told.Control, "AML.T0040", Disable),
        new("LJ-4", "Logs or guardrails were turned off or changed", Told.Control, "AML.T0012", "Turn them on again, and disable the credential where nobody meant it."),
        new("LJ-5", "Probe of what a key may do", Told.Principal | Told.Failure, "AML.T0040", Disable),
        new("LJ-6", "Models were opened by somebody new", Told.Principal | Told.Control, "AML.T0012", "Ask who it was; take the agreement back where nobody meant it."),
        new("LJ-7", "Keys were listed, or a long-lived key is used", Told.Control, "AML.T0012", "Use temporary credentials or a managed identity; turn key authentication off."),
        new("DOW-1", "Far more than in any hour before", Told.None, "AML.T0034.000", "Limit the rate at a gateway and set a budget alert; disable the credential where the use is not wanted."),
        new("DOW-2", "Use grows day by day", Told.None, "AML.T0034.000", "Ask the owner whether the growth is meant; set a budget alert."),
        new("DOW-3", "The same request over and over", Told.Prompt, "AML.T0029", "Stop the loop: limit retries and steps of the agent, and the rate at the gateway."),
        new("DOW-4", "Spending runs beyond the budget", Told.Tokens, "AML.T0034", "Set a budget alert with a forecast, and limit who spends most."),
        new("EXT-1", "Asks about other subjects than before, and more", Told.Prompt, "AML.T0024.002", "Limit the rate of the caller, look at a sample of the prompts, and disable the credential where it is no new use."),
        new("EXT-2", "Mass questions, each asked once", Told.Prompt, "AML.T0024.002", "Limit the rate of the caller at a gateway; allow batch jobs by name in the rule file."),
        new("INV-1", "One question in many variations", Told.Prompt, "AML.T0024.001", "Limit the rate of the caller, and round or leave out scores in answers."),
        new("INV-2", "Scores are collected", Told.Prompt, "AML.T0024.001", "Leave probabilities out of answers, and limit the rate of the caller."),
        new("INV-3", "Lengths differ from before", Told.Tokens, "AML.T0024", "Look at it together with other findings; alone it is a change of use."),
        new("BLK-1", "Blocked more often than chance gives", Told.Block, "AML.T0051", "Look at the prompts that were blocked; disable the credential where somebody tries to get round the guardrail."),
        new("COV-0", "What the logs do not tell", Told.None, "", "Log what is missing, then judge again."),
    ];

    /// <summary>The rule of an id.</summary>
    public static AbuseRule Of(string id) => All.First(rule => rule.Id == id);
}
