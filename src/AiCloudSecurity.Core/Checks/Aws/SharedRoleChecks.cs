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
    [Fails(R, """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """KnowledgeBase { "@Id": "arn:2", "knowledgeBaseId": "K1", "roleArn": "arn:aws:iam::111122223333:role/r" }""")]
    [Fails(R, """Model { "ModelArn": "arn:1", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r" }""", """KnowledgeBase { "@Id": "arn:2", "knowledgeBaseId": "K1", "roleArn": "arn:aws:iam::111122223333:role/r" }""")]
    [Fails(R, """TrainingJob { "TrainingJobArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """KnowledgeBase { "@Id": "arn:2", "knowledgeBaseId": "K1", "roleArn": "arn:aws:iam::111122223333:role/r" }""")]
    [Fails(R, """KnowledgeBase { "@Id": "arn:1", "knowledgeBaseId": "K1", "roleArn": "arn:aws:iam::111122223333:role/r" }""", """Agent { "@Id": "arn:2", "agentId": "A1", "agentResourceRoleArn": "arn:aws:iam::111122223333:role/r" }""")]
    [Skips(R)]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r", "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r", "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""")]
    public static Verdict OneKind(IamRole role, RoleWork work)
    {
        if (role.IsServiceLinked)
        {
            return NotApplicable("AWS made it and keeps it.");
        }
        var kinds = work.Of(role).GroupBy(RoleWork.KindOf).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToList();
        return kinds.Count switch
        {
            0 => NotApplicable("No AI workload works as it."),
            1 => Pass($"Only {kinds[0].Key}s work as it."),
            _ => Fail($"These work as it: {string.Join(", ", kinds.Select(kind => $"the {kind.Key} {kind.First().Identity.Name}{(kind.Count() > 1 ? $" and {kind.Count() - 1} more" : "")}"))}."),
        };
    }

    private const string R = """{ "Arn": "arn:aws:iam::111122223333:role/r" }""";

    /// <summary>What works as a role.</summary>
    internal sealed class RoleWork(
        Inventory<NotebookInstance> notebooks, Inventory<Model> models, Inventory<TrainingJob> trainingJobs, Inventory<ProcessingJob> processingJobs,
        Inventory<Agent> agents, Inventory<KnowledgeBase> knowledgeBases)
    {
        private ILookup<string, Resource>? _byRole;

        /// <summary>What works as it.</summary>
        /// <exception cref="UnseenException">Some of what may work as one could not be read.</exception>
        public IEnumerable<Resource> Of(IamRole role) => (_byRole ??= Look())[role.Identity.Id];

        /// <summary>What kind of work it is.</summary>
        public static string KindOf(Resource resource) => resource switch
        {
            NotebookInstance => "notebook",
            Model => "model",
            TrainingJob or ProcessingJob => "job",
            Agent => "agent",
            _ => "knowledge base",
        };

        private ILookup<string, Resource> Look() =>
            notebooks.All.Concat<Resource>(models.All).Concat(trainingJobs.All).Concat(processingJobs.All).Concat(agents.All).Concat(knowledgeBases.All)
                .Where(resource => RoleOf(resource) is not null).ToLookup(resource => RoleOf(resource)!, StringComparer.Ordinal);

        private static string? RoleOf(Resource resource) => resource switch
        {
            NotebookInstance notebook => notebook.RoleArn,
            Model model => model.ExecutionRoleArn,
            TrainingJob job => job.RoleArn,
            ProcessingJob job => job.RoleArn,
            Agent agent => agent.AgentResourceRoleArn,
            KnowledgeBase knowledgeBase => knowledgeBase.RoleArn,
            _ => null,
        };
    }
}
