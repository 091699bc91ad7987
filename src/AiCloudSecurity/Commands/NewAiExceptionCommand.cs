using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Text;
using AiCloudSecurity.Completers;
using AiCloudSecurity.Documents;

namespace AiCloudSecurity.Commands;

/// <summary>Accepts risks until a day: writes exceptions into a file that people review.</summary>
/// <remarks>
/// <para>Adds entries to a YAML file, made where it is not there. Test-AiSecurity -ExceptionPath applies it: what is covered shows as Accepted, with the owner, the last day and the reason, and never vanishes. After the last day it fails again, and a warning says so; from -RemindOn on a warning says that the end is near.</para>
/// <para>Takes findings from the pipeline, or patterns of checks and resources; * and ? are wildcards, and a backslash takes that from them.</para>
/// </remarks>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiSecurity -CheckId AWS-NET-001 | Where-Object Status -EQ Fail | New-AiException -Owner 'data-science@example.com' -Reason 'Demo without data.' -Until 2027-01-31 -Path exceptions.yaml</code>
/// <para>Accepts what one check fails on now.</para>
/// </example>
/// <example>
/// <code>New-AiException -CheckId AWS-MON-* -ResourceId 'arn:aws:sagemaker:*:111122223333:endpoint/sandbox-*' -Owner 'platform@example.com' -Reason 'The sandbox is erased each night.' -Until 2027-06-30 -RemindOn 2027-06-01 -Path exceptions.yaml</code>
/// <para>Accepts the monitoring findings of endpoints of one account by their name.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "AiException", SupportsShouldProcess = true)]
[OutputType(typeof(RiskException))]
public sealed class NewAiExceptionCommand : AiCommand
{
    private readonly List<RiskException> _exceptions = [];
    private string _path = "";
    private string _text = "";

    /// <summary>Checks, as AWS-NET-001; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true), SupportsWildcards]
    [ArgumentCompleter(typeof(CheckIdCompleter))]
    public string CheckId { get; set; } = "";

    /// <summary>Resources, by id or name; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true), SupportsWildcards]
    public string ResourceId { get; set; } = "";

    /// <summary>Accounts, subscriptions or projects; all without.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true), SupportsWildcards]
    public string Scope { get; set; } = "*";

    /// <summary>Who answers for the risk.</summary>
    [Parameter(Mandatory = true)]
    public string Owner { get; set; } = "";

    /// <summary>Why it is accepted.</summary>
    [Parameter(Mandatory = true)]
    [Alias("Justification")]
    public string Reason { get; set; } = "";

    /// <summary>The last day on which the exception counts (UTC).</summary>
    [Parameter(Mandatory = true)]
    public DateTime Until { get; set; }

    /// <summary>From this day on a warning says that the exception ends soon.</summary>
    [Parameter]
    public DateTime? RemindOn { get; set; }

    /// <summary>The YAML file.</summary>
    [Parameter(Mandatory = true)]
    public string Path { get; set; } = "";

    private protected override void Begin()
    {
        _path = FullPath(Path);
        if (DateOnly.FromDateTime(Until) < DateOnly.FromDateTime(DateTime.UtcNow))
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"{Until:yyyy-MM-dd} has passed. Name a day to come with -Until.", nameof(Until));
        }
        if (RemindOn > Until)
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, "The reminder comes after the end. Name an earlier day with -RemindOn.", nameof(RemindOn));
        }
        _text = File.Exists(_path) ? ExceptionPath.Text(_path) : "# Accepted risks, reviewed as code is. After its last day an exception counts no more.\n";
        ExceptionFile.Read(new StringReader(_text), System.IO.Path.GetFileName(_path));
    }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        _exceptions.Add(new RiskException
        {
            Check = Pattern(CheckId),
            Resource = Pattern(ResourceId),
            Scope = Scope == "*" ? Scope : Pattern(Scope),
            Owner = Owner,
            Reason = Reason,
            Until = DateOnly.FromDateTime(Until),
            Remind = RemindOn is { } remind ? DateOnly.FromDateTime(remind) : null,
        });
        yield break;
    }

    // What a finding says is a name; what somebody types is a pattern.
    private string Pattern(string text) => MyInvocation.ExpectingInput ? RiskException.Exactly(text) : text;

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (_exceptions.Count == 0 || !ShouldProcess(_path, $"Accept {_exceptions.Count} {(_exceptions.Count == 1 ? "risk" : "risks")} until {Until:yyyy-MM-dd}"))
        {
            yield break;
        }
        var text = new StringBuilder(_text);
        if (text.Length > 0 && text[^1] != '\n')
        {
            text.Append('\n');
        }
        text.AppendJoin("", _exceptions.Select(ExceptionFile.Entry));
        new OutputFile(_path, force: true).Write(stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
        foreach (var exception in _exceptions)
        {
            yield return exception;
        }
    }
}
