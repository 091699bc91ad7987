using System.Text.Json;

namespace AiCloudSecurity.Reports;

/// <summary>
/// AWS Security Finding Format: a JSON array for BatchImportFindings, which takes up to 100 of them at a time. Security
/// Hub knows accounts of AWS only.
/// </summary>
internal static class AsffReport
{
    private const int MaxTitle = 256;
    private const int MaxDescription = 1024;
    private const int MaxRecommendation = 512;

    // Of the kinds that a check judges or joins, those that the format has a name for; the others are Other.
    private static readonly Dictionary<string, string> s_types = new(StringComparer.Ordinal)
    {
        ["AWS::S3::Bucket"] = "AwsS3Bucket",
        ["AWS::KMS::Key"] = "AwsKmsKey",
        ["AWS::IAM::Role"] = "AwsIamRole",
        ["AWS::IAM::User"] = "AwsIamUser",
        ["AWS::IAM::Group"] = "AwsIamGroup",
        ["AWS::IAM::Policy"] = "AwsIamPolicy",
        ["AWS::EC2::VPC"] = "AwsEc2Vpc",
        ["AWS::EC2::Subnet"] = "AwsEc2Subnet",
        ["AWS::EC2::SecurityGroup"] = "AwsEc2SecurityGroup",
        ["AWS::CloudTrail::Trail"] = "AwsCloudTrailTrail",
        ["AWS::SageMaker::NotebookInstance"] = "AwsSageMakerNotebookInstance",
    };

    public static void Write(ReportContent content, Stream output)
    {
        if (content.Findings.FirstOrDefault(finding => finding.Cloud != Cloud.Aws) is { } foreign)
        {
            throw new AiCloudException(ErrorId.UnsupportedCloud,
                $"Security Hub's format knows accounts of AWS only, and a finding is about {Wording.Of(foreign.Cloud)}. Select the findings before: Where-Object Cloud -EQ Aws.", foreign.ResourceId);
        }
        using var json = new Utf8JsonWriter(output);
        json.WriteStartArray();
        foreach (var finding in content.Findings)
        {
            WriteFinding(json, content, finding);
            json.Drain();
        }
        json.WriteEndArray();
    }

    private static void WriteFinding(Utf8JsonWriter json, ReportContent content, Finding finding)
    {
        var rule = Rule.Of(finding);
        var partition = finding.ResourceId.Split(':') is ["arn", { Length: > 0 } name, ..] ? name : "aws";
        // A finding lies in a region; those of global services lie in the one that their partition answers for them in.
        var region = finding.Region != ResourceIdentity.Global ? finding.Region : partition switch
        {
            "aws-cn" => "cn-north-1",
            "aws-us-gov" => "us-gov-west-1",
            _ => "us-east-1",
        };
        var open = finding.Status is Status.Fail or Status.Unknown;
        json.WriteStartObject();
        json.WriteString("SchemaVersion", "2018-10-08");
        json.WriteString("Id", $"aicloudsecurity/{finding.Scope}/{region}/{finding.Fingerprint}");
        json.WriteString("ProductArn", $"arn:{partition}:securityhub:{region}:{finding.Scope}:product/{finding.Scope}/default");
        json.WriteString("ProductName", "AiCloudSecurity");
        json.WriteString("CompanyName", "AiCloudSecurity");
        json.WriteString("GeneratorId", $"aicloudsecurity/{finding.CheckId}");
        json.WriteString("AwsAccountId", finding.Scope);
        json.WriteString("Region", region);
        json.WriteStartArray("Types");
        json.WriteStringValue("Software and Configuration Checks/AWS Security Best Practices");
        json.WriteEndArray();
        json.WriteString("CreatedAt", FindingColumns.Time(finding.CollectedAt));
        json.WriteString("UpdatedAt", FindingColumns.Time(content.CreatedAt));
        json.WriteStartObject("Severity");
        // What passes or does not apply is no news, whatever the check weighs.
        json.WriteString("Label", finding.Status is Status.Pass or Status.NotApplicable || finding.Severity == Severity.Info ? "INFORMATIONAL" : finding.Severity.ToString().ToUpperInvariant());
        json.WriteString("Original", finding.Severity.ToString());
        json.WriteEndObject();
        json.WriteString("Title", Cut($"{finding.CheckId} {rule.Title}", MaxTitle));
        json.WriteString("Description", Cut(finding.Reason, MaxDescription));
        json.WriteStartObject("Remediation");
        json.WriteStartObject("Recommendation");
        json.WriteString("Text", Cut(finding.Advice, MaxRecommendation));
        if (rule.Link.Length > 0)
        {
            json.WriteString("Url", rule.Link);
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("ProductFields");
        json.WriteString("aicloudsecurity/pillar", finding.Pillar.ToString());
        json.WriteString("aicloudsecurity/status", finding.Status.ToString());
        json.WriteString("aicloudsecurity/fix", finding.Fix);
        json.WriteEndObject();
        json.WriteStartArray("Resources");
        json.WriteStartObject();
        json.WriteString("Type", s_types.GetValueOrDefault(finding.ResourceType, "Other"));
        json.WriteString("Id", finding.ResourceId);
        json.WriteString("Partition", partition);
        json.WriteString("Region", region);
        json.WriteStartObject("Details");
        json.WriteStartObject("Other");
        json.WriteString("Name", finding.ResourceName);
        json.WriteString("Type", finding.ResourceType);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("Compliance");
        json.WriteString("Status", finding.Status switch
        {
            Status.Pass => "PASSED",
            Status.Fail or Status.Accepted => "FAILED",
            Status.Unknown => "WARNING",
            _ => "NOT_AVAILABLE",
        });
        json.WriteEndObject();
        json.WriteStartObject("Workflow");
        json.WriteString("Status", open ? "NEW" : finding.Status == Status.Accepted ? "SUPPRESSED" : "RESOLVED");
        json.WriteEndObject();
        if (finding.AcceptedBy.Length > 0)
        {
            json.WriteStartObject("Note");
            json.WriteString("Text", Cut(finding.AcceptedBy, MaxRecommendation));
            json.WriteString("UpdatedBy", "AiCloudSecurity");
            json.WriteString("UpdatedAt", FindingColumns.Time(content.CreatedAt));
            json.WriteEndObject();
        }
        json.WriteString("RecordState", open || finding.Status == Status.Accepted ? "ACTIVE" : "ARCHIVED");
        json.WriteEndObject();
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
