namespace AiCloudSecurity.Checks;

/// <summary>A framework or baseline that checks are mapped to.</summary>
/// <param name="Id">The name by which it is asked for, as OWASP-LLM.</param>
/// <param name="Name">Its full name, with the edition.</param>
/// <param name="Source">Where its publisher says it (https).</param>
/// <param name="Basis">What the mapping rests on: the entry that each check names, the advice that a check serves, or a list of checks.</param>
public sealed record Framework(string Id, string Name, string Source, string Basis)
{
    /// <summary>Its entries, in their order; those that no check is mapped to are not among them, unless they are a list of ten.</summary>
    public IReadOnlyList<FrameworkEntry> Entries { get; internal set; } = [];
}

/// <summary>An entry of a framework.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Id">Its number there, as LLM02.</param>
/// <param name="Title">What it is called there, in short.</param>
public sealed record FrameworkEntry(Framework Framework, string Id, string Title)
{
    /// <summary>As OWASP-LLM:LLM02.</summary>
    public string Name => $"{Framework.Id}:{Id}";

    internal Tip Tips { get; init; }

    internal IReadOnlyList<string> CheckIds { get; init; } = [];
}

/// <summary>
/// Which entries of which frameworks a check serves: help to read the one by the other, no claim of compliance.
/// OWASP and ATLAS entries are named by each check. NIST AI RMF, ISO/IEC 42001 and CIS speak of an organisation's
/// work; the advice that a check serves is evidence for theirs. The clouds' own baselines are listed check by check,
/// where theirs asks for the same fact.
/// </summary>
public static class Frameworks
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Framework> All { get; } =
    [
        Named("OWASP-LLM", "OWASP Top 10 for LLM Applications 2025", "https://genai.owasp.org/llm-top-10/",
            ("LLM01", "Prompt Injection"),
            ("LLM02", "Sensitive Information Disclosure"),
            ("LLM03", "Supply Chain"),
            ("LLM04", "Data and Model Poisoning"),
            ("LLM05", "Improper Output Handling"),
            ("LLM06", "Excessive Agency"),
            ("LLM07", "System Prompt Leakage"),
            ("LLM08", "Vector and Embedding Weaknesses"),
            ("LLM09", "Misinformation"),
            ("LLM10", "Unbounded Consumption")),
        Named("OWASP-ML", "OWASP Machine Learning Security Top 10 2023", "https://owasp.org/www-project-machine-learning-security-top-10/",
            ("ML01", "Input Manipulation Attack"),
            ("ML02", "Data Poisoning Attack"),
            ("ML03", "Model Inversion Attack"),
            ("ML04", "Membership Inference Attack"),
            ("ML05", "Model Theft"),
            ("ML06", "AI Supply Chain Attacks"),
            ("ML07", "Transfer Learning Attack"),
            ("ML08", "Model Skewing"),
            ("ML09", "Output Integrity Attack"),
            ("ML10", "Model Poisoning")),
        Named("MITRE-ATLAS", "MITRE ATLAS 5.6", "https://atlas.mitre.org/techniques",
            ("AML.T0008", "Acquire Infrastructure"),
            ("AML.T0010", "AI Supply Chain Compromise"),
            ("AML.T0010.003", "AI Supply Chain Compromise: Model"),
            ("AML.T0011", "User Execution"),
            ("AML.T0012", "Valid Accounts"),
            ("AML.T0018", "Manipulate AI Model"),
            ("AML.T0020", "Poison Training Data"),
            ("AML.T0024", "Exfiltration via AI Inference API"),
            ("AML.T0024.001", "Exfiltration via AI Inference API: Invert AI Model"),
            ("AML.T0024.002", "Exfiltration via AI Inference API: Extract AI Model"),
            ("AML.T0025", "Exfiltration via Cyber Means"),
            ("AML.T0029", "Denial of AI Service"),
            ("AML.T0031", "Erode AI Model Integrity"),
            ("AML.T0034", "Cost Harvesting"),
            ("AML.T0035", "AI Artifact Collection"),
            ("AML.T0036", "Data from Information Repositories"),
            ("AML.T0037", "Data from Local System"),
            ("AML.T0040", "AI Model Inference API Access"),
            ("AML.T0044", "Full AI Model Access"),
            ("AML.T0046", "Spamming AI System with Chaff Data"),
            ("AML.T0048", "External Harms"),
            ("AML.T0048.000", "External Harms: Financial Harm"),
            ("AML.T0049", "Exploit Public-Facing Application"),
            ("AML.T0050", "Command and Scripting Interpreter"),
            ("AML.T0051", "LLM Prompt Injection"),
            ("AML.T0053", "AI Agent Tool Invocation"),
            ("AML.T0054", "LLM Jailbreak"),
            ("AML.T0055", "Unsecured Credentials"),
            ("AML.T0056", "Extract LLM System Prompt"),
            ("AML.T0057", "LLM Data Leakage"),
            ("AML.T0066", "Retrieval Content Crafting"),
            ("AML.T0070", "RAG Poisoning"),
            ("AML.T0080", "AI Agent Context Poisoning"),
            ("AML.T0083", "Credentials from AI Agent Configuration"),
            ("AML.T0084", "Discover AI Agent Configuration"),
            ("AML.T0085", "Data from AI Services"),
            ("AML.T0085.000", "Data from AI Services: RAG Databases"),
            ("AML.T0086", "Exfiltration via AI Agent Tool Invocation"),
            ("AML.T0091", "Use Alternate Authentication Material"),
            ("AML.T0093", "Prompt Infiltration via Public-Facing Application"),
            ("AML.T0106", "Exploitation for Credential Access"),
            ("AML.T0107", "Exploitation for Defense Evasion")),
        ByTip("NIST-AI-RMF", "NIST AI Risk Management Framework 1.0", "https://airc.nist.gov/airmf-resources/airmf/5-sec-core/",
            ("GOVERN 2.1", "Roles and responsibilities are documented and clear", Tip.LeastPrivilege | Tip.NotebookSharing),
            ("MEASURE 2.4", "The system is monitored when in production", Tip.ModelMonitoring | Tip.Audit),
            ("MEASURE 2.7", "Security and resilience are evaluated", Tip.LeastPrivilege | Tip.Segregation | Tip.PublicExposure | Tip.DefaultNetwork | Tip.InferenceGateway | Tip.HardenedTemplate | Tip.CustomerKey | Tip.TheftSignature),
            ("MEASURE 2.10", "Privacy risk is examined", Tip.PiiRedaction),
            ("MEASURE 3.1", "Existing, unanticipated and emergent risks are tracked", Tip.TheftSignature | Tip.ModelMonitoring),
            ("MANAGE 2.4", "Mechanisms are in place to disengage what behaves otherwise than intended", Tip.Budget | Tip.InferenceGateway),
            ("MANAGE 4.1", "Post-deployment monitoring plans are implemented", Tip.ModelMonitoring | Tip.Audit | Tip.TheftSignature)),
        ByTip("ISO-42001", "ISO/IEC 42001:2023, Annex A", "https://www.iso.org/standard/42001",
            ("A.3.2", "AI roles and responsibilities", Tip.LeastPrivilege | Tip.NotebookSharing),
            ("A.4.3", "Data resources", Tip.CustomerKey | Tip.PiiRedaction),
            ("A.4.5", "System and computing resources", Tip.DefaultNetwork | Tip.HardenedTemplate | Tip.Budget),
            ("A.6.2.5", "AI system deployment", Tip.Segregation | Tip.PublicExposure | Tip.InferenceGateway),
            ("A.6.2.6", "AI system operation and monitoring", Tip.ModelMonitoring | Tip.TheftSignature | Tip.Budget),
            ("A.6.2.8", "AI system recording of event logs", Tip.Audit),
            ("A.7.2", "Data for development and enhancement of AI system", Tip.PiiRedaction)),
        ByTip("CIS-CONTROLS", "CIS Critical Security Controls v8.1", "https://www.cisecurity.org/controls/v8-1",
            ("3.3", "Configure Data Access Control Lists", Tip.NotebookSharing),
            ("3.11", "Encrypt Sensitive Data at Rest", Tip.CustomerKey),
            ("3.13", "Deploy a Data Loss Prevention Solution", Tip.PiiRedaction),
            ("4.1", "Establish and Maintain a Secure Configuration Process", Tip.HardenedTemplate),
            ("6.8", "Define and Maintain Role-Based Access Control", Tip.LeastPrivilege),
            ("8.2", "Collect Audit Logs", Tip.Audit),
            ("8.11", "Conduct Audit Log Reviews", Tip.TheftSignature | Tip.ModelMonitoring),
            ("12.2", "Establish and Maintain a Secure Network Architecture", Tip.PublicExposure | Tip.DefaultNetwork),
            ("13.10", "Perform Application Layer Filtering", Tip.InferenceGateway),
            ("16.8", "Separate Production and Non-Production Systems", Tip.Segregation)),
        ByCheck("AWS-SECURITY-HUB", "AWS Security Hub CSPM controls", "https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html",
            ("SageMaker.1", "Notebook instances have no direct internet access", "AWS-NET-001"),
            ("SageMaker.2", "Notebook instances are in a custom VPC", "AWS-NET-002"),
            ("SageMaker.3", "Users have no root access to notebook instances", "AWS-IAM-017"),
            ("SageMaker.4", "Endpoint variants have more than one instance", "AWS-MON-039"),
            ("SageMaker.5", "Models have network isolation", "AWS-NET-012"),
            ("SageMaker.8", "Notebook instances run on supported platforms", "AWS-NET-010"),
            ("SageMaker.9", "Job definitions encrypt traffic or volumes", "AWS-DATA-009"),
            ("SageMaker.17", "Feature groups are encrypted", "AWS-DATA-010"),
            ("SageMaker.21", "Notebook instances are encrypted with customer keys", "AWS-DATA-001"),
            ("Bedrock.1", "Bedrock resources are encrypted with customer keys", "AWS-DATA-019"),
            ("BedrockAgentCore.1", "Runtimes are in a VPC", "AWS-NET-037"),
            ("BedrockAgentCore.2", "Gateways ask for authorization", "AWS-IAM-032")),
        ByCheck("MCSB", "Microsoft cloud security benchmark v2 (preview)", "https://learn.microsoft.com/security/benchmark/azure/overview",
            ("DP-3", "Encrypt sensitive data in transit", "AZ-NET-028"),
            ("DP-5", "Use customer-managed keys for data at rest where required", "AZ-DATA-001, AZ-DATA-003, AZ-DATA-006"),
            ("IM-1", "Centralise identity and authentication", "AZ-IAM-001, AZ-IAM-017"),
            ("IM-3", "Manage application identities securely", "AZ-IAM-003, AZ-IAM-014"),
            ("LT-3", "Enable logging for security investigation", "AZ-MON-001, AZ-MON-003, AZ-MON-005"),
            ("NS-2", "Secure cloud services with network controls", "AZ-NET-001, AZ-NET-003, AZ-NET-009, AZ-NET-011, AZ-NET-023, AZ-NET-024, AZ-NET-027"),
            ("PV-2", "Audit and enforce secure configurations", "AZ-NET-017")),
        ByCheck("GOOGLE-SECURE-AI", "Google Cloud secure AI posture, extended: organisation policy constraints", "https://cloud.google.com/security-command-center/docs/security-posture-overview",
            ("ainotebooks.accessMode", "Access mode of notebooks", "GCP-IAM-013, GCP-IAM-103, GCP-NET-034"),
            ("ainotebooks.disableFileDownloads", "No file downloads from notebooks", "GCP-NET-006, GCP-NET-034"),
            ("ainotebooks.disableRootAccess", "No root access in notebooks", "GCP-NET-005, GCP-NET-034"),
            ("ainotebooks.disableTerminal", "No terminal in notebooks", "GCP-NET-007, GCP-NET-034"),
            ("ainotebooks.environmentOptions", "Images of notebooks are chosen", "GCP-NET-012, GCP-NET-034"),
            ("ainotebooks.requireAutoUpgradeSchedule", "Notebooks upgrade by themselves", "GCP-NET-008, GCP-NET-034"),
            ("ainotebooks.restrictPublicIp", "No public address of notebooks", "GCP-NET-001, GCP-NET-034"),
            ("ainotebooks.restrictVpcNetworks", "Networks of notebooks are chosen", "GCP-NET-002, GCP-NET-034, GCP-NET-101")),
    ];

    /// <summary>The entries that a check serves.</summary>
    public static IReadOnlyList<FrameworkEntry> Of(Check check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return [.. All.SelectMany(framework => framework.Entries).Where(entry => Serves(check, entry))];
    }

    private static bool Serves(Check check, FrameworkEntry entry) =>
        (check.About.Tip & entry.Tips) != 0
        || entry.CheckIds.Contains(check.Id)
        || Words(check.About.Owasp).Contains(entry.Id) || Words(check.About.Atlas).Contains(entry.Id);

    private static string[] Words(string ids) => ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Framework Named(string id, string name, string source, params (string Id, string Title)[] entries)
    {
        var framework = new Framework(id, name, source, "Each check names its entries.");
        framework.Entries = [.. entries.Select(entry => new FrameworkEntry(framework, entry.Id, entry.Title))];
        return framework;
    }

    private static Framework ByTip(string id, string name, string source, params (string Id, string Title, Tip Tips)[] entries)
    {
        var framework = new Framework(id, name, source, "By the advice that a check serves; evidence for an organisation's own work.");
        framework.Entries = [.. entries.Select(entry => new FrameworkEntry(framework, entry.Id, entry.Title) { Tips = entry.Tips })];
        return framework;
    }

    private static Framework ByCheck(string id, string name, string source, params (string Id, string Title, string Checks)[] entries)
    {
        var framework = new Framework(id, name, source, "Check by check, where both ask for the same fact.");
        framework.Entries = [.. entries.Select(entry => new FrameworkEntry(framework, entry.Id, entry.Title) { CheckIds = Words(entry.Checks) })];
        return framework;
    }
}
