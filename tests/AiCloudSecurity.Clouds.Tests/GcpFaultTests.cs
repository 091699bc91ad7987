using System.Diagnostics;
using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Gcp;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>What a network and Google Cloud do to a scan: it ends, and what they spoiled is not judged.</summary>
public sealed class GcpFaultTests(GcpOrganization organization) : IClassFixture<GcpOrganization>
{
    public static TheoryData<GcpFaultKind, string> Faults
    {
        get
        {
            TheoryData<GcpFaultKind, string> faults = [];
            foreach (var kind in Enum.GetValues<GcpFaultKind>().Except([GcpFaultKind.Silence]))
            {
                faults.Add(kind, "/assets");
            }
            foreach (var kind in (GcpFaultKind[])[GcpFaultKind.Disabled, GcpFaultKind.Forbidden, GcpFaultKind.TruncatedJson, GcpFaultKind.RepeatedToken, GcpFaultKind.Unreachable])
            {
                faults.Add(kind, "/locations/");
            }
            return faults;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private GcpOptions Projects => organization.Options with { Organization = null };

    [Theory, MemberData(nameof(Faults))]
    public async Task Whatever_spoils_the_answers_no_verdict_turns_to_Pass_and_the_scan_ends(GcpFaultKind kind, string path)
    {
        organization.Fill();
        var whole = GcpOrganization.Judge(await organization.ReadAsync(Projects));
        using var fault = organization.Fake.Fault(new GcpFault(kind, path));
        var read = await organization.TryAsync(Projects);
        AssertNothingGained(whole, read);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_not_waited_for()
    {
        organization.Fill();
        using var fault = organization.Fake.Fault(new GcpFault(GcpFaultKind.Silence, "/assets"));
        var time = Stopwatch.StartNew();
        var read = await organization.TryAsync(Projects with { Timeout = TimeSpan.FromSeconds(0.2) });
        Assert.All(read.Select(one => one.Estate).OfType<Estate>().SelectMany(estate => estate.Coverage).Where(entry => entry.Operation.StartsWith("cai:", StringComparison.Ordinal)),
            entry => Assert.Equal((CoverageState.Failed, ErrorId.CloudUnreachable), (entry.State, entry.Error)));
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public async Task A_short_wait_that_google_asks_for_is_waited()
    {
        organization.Fill();
        var whole = GcpOrganization.Judge(await organization.ReadAsync());
        using var fault = organization.Fake.Fault(new GcpFault(GcpFaultKind.Throttle, "/assets", times: 1) { RetryAfter = "1" });
        Assert.Equal(whole, GcpOrganization.Judge(await organization.ReadAsync()));
    }

    [Fact]
    public async Task A_wait_ends_at_once_when_the_caller_stops()
    {
        organization.Fill();
        using var fault = organization.Fake.Fault(new GcpFault(GcpFaultKind.Throttle) { RetryAfter = "50" });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var opening = GcpConnection.OpenAsync(organization.Options with { LongestWait = TimeSpan.FromMinutes(1) }, stop.Token);
        await Task.Delay(200, Token);
        var time = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 1);
    }

    [Theory]
    [InlineData(GcpFaultKind.Expired, ErrorId.CloudAuthenticationFailed, "gcloud auth application-default login")]
    [InlineData(GcpFaultKind.Disabled, ErrorId.CloudRefused, "-QuotaProject")]
    [InlineData(GcpFaultKind.Throttle, ErrorId.CloudThrottled, "RESOURCE_EXHAUSTED")]
    [InlineData(GcpFaultKind.Reset, ErrorId.CloudUnreachable, "proxy")]
    public async Task Who_cannot_even_list_projects_is_told_why_and_the_way_out(GcpFaultKind kind, ErrorId id, string wayOut)
    {
        organization.Fill();
        using var fault = organization.Fake.Fault(new GcpFault(kind));
        var error = await Assert.ThrowsAsync<AiCloudException>(() => organization.ReadAsync(Projects));
        Assert.Equal(id, error.Id);
        Assert.Contains(wayOut, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taking_away_any_single_permission_turns_verdicts_to_Unknown_and_none_to_Pass()
    {
        organization.Fill();
        var whole = GcpOrganization.Judge(await organization.ReadAsync(Projects));
        var permissions = GcpAuditRole.Always.Concat(Check.All.Where(check => check.Cloud == Cloud.Gcp).SelectMany(check => check.Reads).Select(read => read.Permission)).Distinct().ToList();

        // The role that Get-AiRequiredPermission prints is enough.
        organization.Fake.Permissions = permissions;
        Assert.Equal(whole, GcpOrganization.Judge(await organization.ReadAsync(Projects)));

        List<string> unneeded = [];
        foreach (var permission in permissions.Except(["resourcemanager.projects.get"]))
        {
            organization.Fake.Permissions = [.. permissions.Except([permission])];
            var read = await organization.TryAsync(Projects);
            AssertNothingGained(whole, read);
            if (read.All(one => one.Failure is null) && !GcpOrganization.Judge(read.Select(one => one.Estate!)).Any(verdict => verdict.Value == Status.Unknown && whole.GetValueOrDefault(verdict.Key) != Status.Unknown))
            {
                unneeded.Add(permission);
            }
        }
        Assert.Empty(unneeded);
    }

    private static void AssertNothingGained(Dictionary<string, Status> whole, IReadOnlyList<(Estate? Estate, AiCloudException? Failure)> read)
    {
        var spoiled = GcpOrganization.Judge(read.Select(one => one.Estate).OfType<Estate>());
        var wrong = spoiled.Where(verdict => verdict.Value != Status.Unknown && verdict.Value != whole.GetValueOrDefault(verdict.Key, Status.NotApplicable)).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20).Select(verdict => $"{verdict.Key} is {verdict.Value}, was {whole.GetValueOrDefault(verdict.Key)}")));
        if (read.Any(one => one.Failure is not null))
        {
            return;
        }
        // What was judged is spoken of still.
        var silent = whole.Where(verdict => verdict.Value is Status.Pass or Status.Fail && !spoiled.ContainsKey(verdict.Key)
            && !spoiled.Any(other => other.Value == Status.Unknown && other.Key.StartsWith(verdict.Key.Split(' ')[0], StringComparison.Ordinal))).ToList();
        Assert.True(silent.Count == 0, string.Join('\n', silent.Take(20).Select(verdict => verdict.Key)));
    }
}
