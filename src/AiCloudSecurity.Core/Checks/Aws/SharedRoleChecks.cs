using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on how many kinds of work share a role.</summary>
internal static class SharedRoleChecks
{
    [Check("AWS-IAM-110", Severity.Medium, "Role does one kind of AI work",
        Risk = "Whoever takes over a notebook has what the endpoint or the agent needs, too.",
        Advice = "Give notebooks, jobs, endpoints, agents and knowledge bases a role each.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html")]
    [Command("aws iam create-role --role-name NEW_ROLE_NAME --assume-role-policy-document file://trust.json && aws iam put-role-policy --role-name NEW_ROLE_NAME --policy-name ONE_KIND_OF_WORK --policy-document file://policy.json")]
    [Passes(R, """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:2", "RoleArn": "arn:aws:iam::111122223333:role/r" }""")]
    [Passes(R, """TrainingJob { "TrainingJobArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """ProcessingJob { "ProcessingJobArn": "arn:2", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", Because = "Jobs of one pipeline belong together.")]
    [Passes(R, """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """Agent { "@Id": "arn:2", "agentId": "A1", "agentResourceRoleArn": "arn:aws:iam::111122223333:role/r2" }""")]
    [Fails(R, """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """Model { "ModelArn": "arn:2", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r" }""")]
    [Fails(R, """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """TrainingJob { "TrainingJobArn": "arn:2", "RoleArn": "arn:aws:iam::111122223333:role/r" }""")]
    [Fails(R, """ProcessingJob { "ProcessingJobArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """Model { "ModelArn": "arn:2", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r" }""")]
    [Fails(R, """KnowledgeBase { "@Id": "arn:1", "knowledgeBaseId": "K1", "roleArn": "arn:aws:iam::111122223333:role/r" }""", """Agent { "@Id": "arn:2", "agentId": "A1", "agentResourceRoleArn": "arn:aws:iam::111122223333:role/r" }""")]
    [Skips(R)]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r", "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict OneKind(IamRole role, RoleWork work)
    {
        if (role.IsServiceLinked)
        {
            return NotApplicable("AWS made it and keeps it.");
        }
        var kinds = work.Of(role).GroupBy(use => use.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToList();
        return kinds.Count switch
        {
            0 => NotApplicable("No AI workload works as it."),
            1 => Pass($"Only {kinds[0].Key}s work as it."),
            _ => Fail($"These work as it: {string.Join(", ", kinds.Select(kind => $"the {kind.Key} {kind.First().Name}{(kind.Count() > 1 ? $" and {kind.Count() - 1} more" : "")}"))}."),
        };
    }

    private const string R = """{ "Arn": "arn:aws:iam::111122223333:role/r" }""";

    /// <summary>What works as a role.</summary>
    internal sealed class RoleWork(
        Inventory<NotebookInstance> notebooks, Inventory<Model> models, Inventory<TrainingJob> trainingJobs, Inventory<ProcessingJob> processingJobs,
        Inventory<Agent> agents, Inventory<KnowledgeBase> knowledgeBases)
    {
        private ILookup<string, (string Kind, string Name)>? _byRole;

        /// <summary>By kind and name.</summary>
        /// <exception cref="UnseenException">Some of them could not be read.</exception>
        public IEnumerable<(string Kind, string Name)> Of(IamRole role) => (_byRole ??= Look())[role.Identity.Id];

        private ILookup<string, (string, string)> Look() =>
            notebooks.All.Select(notebook => (notebook.RoleArn, ("notebook", notebook.Identity.Name)))
                .Concat(models.All.Select(model => (model.ExecutionRoleArn, ("model", model.Identity.Name))))
                .Concat(trainingJobs.All.Select(job => (job.RoleArn, ("job", job.Identity.Name))))
                .Concat(processingJobs.All.Select(job => (job.RoleArn, ("job", job.Identity.Name))))
                .Concat(agents.All.Select(agent => (agent.AgentResourceRoleArn, ("agent", agent.Identity.Name))))
                .Concat(knowledgeBases.All.Select(knowledgeBase => (knowledgeBase.RoleArn, ("knowledge base", knowledgeBase.Identity.Name))))
                .Where(use => use.Item1 is not null).ToLookup(use => use.Item1!, use => use.Item2, StringComparer.Ordinal);
    }
}
