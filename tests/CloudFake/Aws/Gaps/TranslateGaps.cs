namespace AiCloudSecurity.CloudFake;

/// <summary>Translate, which moto does not have.</summary>
internal static class TranslateGaps
{
    private const string Service = "translate";

    private static readonly Kept[] s_kinds =
    [
        new()
        {
            Service = Service, Create = "StartTextTranslationJob", List = "ListTextTranslationJobs", Items = "TextTranslationJobPropertiesList", Key = "JobId", Pascal = true,
            Make = call =>
            {
                var made = call.Input.Pick("JobName", "InputDataConfig", "OutputDataConfig", "DataAccessRoleArn", "SourceLanguageCode", "TargetLanguageCodes", "TerminologyNames", "ParallelDataNames");
                made["JobId"] = Kept.IdOf(call, call.Text("JobName"), 32);
                made["JobStatus"] = "COMPLETED";
                made["SubmittedTime"] = GapCall.Now;
                made["EndTime"] = GapCall.Now;
                return made;
            },
            Created = ["JobId", "JobStatus"],
        },
        new()
        {
            Service = Service, Create = "ImportTerminology", List = "ListTerminologies", Items = "TerminologyPropertiesList", Key = "Name", Pascal = true, CreatedWrap = "TerminologyProperties",
            Make = call =>
            {
                var made = call.Input.Pick("Name", "Description", "EncryptionKey");
                made["Arn"] = call.Arn(Service, $"terminology/{call.Text("Name")}/LATEST");
                made["CreatedAt"] = GapCall.Now;
                return made;
            },
        },
        new()
        {
            Service = Service, Create = "CreateParallelData", List = "ListParallelData", Items = "ParallelDataPropertiesList", Key = "Name", Pascal = true,
            Make = call =>
            {
                var made = call.Input.Pick("Name", "Description", "ParallelDataConfig", "EncryptionKey");
                made["Arn"] = call.Arn(Service, $"parallel-data/{call.Text("Name")}");
                made["Status"] = "ACTIVE";
                made["CreatedAt"] = GapCall.Now;
                return made;
            },
            Created = ["Name", "Status"],
        },
    ];

    public static void AddTo(Dictionary<string, GapHandler> handlers) => Kept.AddTo(handlers, s_kinds);
}
