using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AiCloudSecurity.Abuse;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Gcp;
using AiCloudSecurity.Commands;
using AiCloudSecurity.Iam;
using AiCloudSecurity.OwnChecks;

namespace AiCloudSecurity.Completers;

/// <summary>Completes a word from a list, with a tooltip for each.</summary>
public abstract class ListCompleter : IArgumentCompleter
{
    /// <summary>The words and their tooltips.</summary>
    private protected abstract IEnumerable<(string Word, string Tip)> Words { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = new WildcardPattern($"{wordToComplete?.Trim('\'', '"')}*", WildcardOptions.IgnoreCase);
        return from word in Words
               where pattern.IsMatch(word.Word)
               let text = word.Word.Any(c => !char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':')) ? $"'{CodeGeneration.EscapeSingleQuotedStringContent(word.Word)}'" : word.Word
               select new CompletionResult(text, word.Word, CompletionResultType.ParameterValue, word.Tip.Length > 0 ? word.Tip : word.Word);
    }
}

/// <summary>Ids of checks, with severity and title.</summary>
public sealed class CheckIdCompleter : ListCompleter
{
    private protected override IEnumerable<(string, string)> Words => Check.All.Select(check => (check.Id, $"{check.Severity}: {check.Title}"))
        .Concat(RegisteredChecks.Here.Select(check => (check.About.Id, $"{check.About.Severity}: {check.About.Title}")));
}

/// <summary>Actions of AI services, and those that decide over AI.</summary>
public sealed class ActionCompleter : ListCompleter
{
    private protected override IEnumerable<(string, string)> Words =>
        CloudGrants.Actions.Select(action => (action.Name, AiActions.Find(action.Name) is { } known ? $"{action.Class}, {known.Level}" : $"{action.Class}"));
}

/// <summary>Frameworks, and their entries.</summary>
public sealed class FrameworkCompleter : ListCompleter
{
    private protected override IEnumerable<(string, string)> Words => Frameworks.All.Select(framework => (framework.Id, framework.Name))
        .Concat(Frameworks.All.SelectMany(framework => framework.Entries).Select(entry => (entry.Name, entry.Title)));
}

/// <summary>Services that checks are about.</summary>
public sealed class ServiceCompleter : ListCompleter
{
    private protected override IEnumerable<(string, string)> Words =>
        CheckSelection.Services.Select(service => (service, $"{Check.All.Count(check => check.Service == service)} checks"));
}

/// <summary>AWS regions.</summary>
public sealed class RegionCompleter : ListCompleter
{
    private protected override IEnumerable<(string, string)> Words => AwsConfiguration.Regions.Select(region => (region.Name, region.DisplayName));
}

/// <summary>AWS profiles of the shared configuration.</summary>
public sealed class ProfileNameCompleter : ListCompleter
{
    private protected override IEnumerable<(string, string)> Words => AwsConfiguration.ProfileNames.Select(name => (name, ""));
}

/// <summary>Azure subscriptions that the az CLI has signed in to, with their tenants.</summary>
public sealed class SubscriptionCompleter : ListCompleter
{
    private protected override IEnumerable<(string, string)> Words => AzureProfile.Read().Select(subscription => (subscription.Name, $"{subscription.Id}, tenant {subscription.TenantId}"));
}

/// <summary>Azure tenants that the az CLI has signed in to, with their subscriptions.</summary>
public sealed class TenantCompleter : ListCompleter
{
    private protected override IEnumerable<(string, string)> Words => AzureProfile.Read().GroupBy(subscription => subscription.TenantId)
        .Select(tenant => (tenant.Key, string.Join(", ", tenant.Select(subscription => subscription.Name))));
}

/// <summary>Google Cloud projects that the environment names.</summary>
public sealed class ProjectCompleter : ListCompleter
{
    private protected override IEnumerable<(string, string)> Words => GcpConnection.NamedProjects.Select(project => (project, ""));
}

/// <summary>Rules about logs, with what they find.</summary>
public sealed class AbuseRuleCompleter : ListCompleter
{
    private protected override IEnumerable<(string, string)> Words => AbuseRule.All.Select(rule => (rule.Id, rule.Title));
}
