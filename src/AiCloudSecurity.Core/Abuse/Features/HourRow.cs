using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// One series in one hour: whole numbers and sketches, which add up alike in whatever order records come.
/// </summary>
internal sealed class HourRow(int hour)
{
    /// <summary>No such call in the hour.</summary>
    public const ushort Never = ushort.MaxValue;

    private Minutes _minutes;

    /// <summary>Hours since 1970, UTC.</summary>
    public int Hour { get; } = hour;

    public long InTokens { get; set; }

    public long OutTokens { get; set; }

    public long Bytes { get; set; }

    public int Calls { get; set; }

    public int MaxOut { get; set; }

    public int Denied { get; set; }

    public int Throttled { get; set; }

    public int Invalid { get; set; }

    public int Blocked { get; set; }

    public int Errors { get; set; }

    /// <summary>Calls that asked for fewer than one token: a probe.</summary>
    public int BadMax { get; set; }

    /// <summary>Calls that asked for, or got, probabilities.</summary>
    public int Scores { get; set; }

    /// <summary>Calls whose text was long enough to compare.</summary>
    public int Prompts { get; set; }

    // Seconds within the hour.
    public ushort First { get; set; } = Never;

    public ushort Last { get; set; }

    public ushort FirstOk { get; set; } = Never;

    public ushort LastOk { get; set; }

    public ushort FirstDenied { get; set; } = Never;

    public ushort LastDenied { get; set; }

    public ushort LastInvalid { get; set; }

    /// <summary>Distinct requests; null where the log has none.</summary>
    public DistinctSketch? Requests { get; set; }

    /// <summary>Distinct minima of prompts; null where there are none.</summary>
    public DistinctSketch? Near { get; set; }

    /// <summary>Distinct requests as a query counted them.</summary>
    public long? CountedRequests { get; set; }

    /// <summary>Whether the log had what was asked.</summary>
    public bool HasRequests => Requests is not null || CountedRequests is > 0;

    public double Distinct => CountedRequests ?? Requests?.Estimate() ?? 0;

    public int Ok => Calls - Denied - Throttled - Invalid - Blocked - Errors;

    public long Tokens => InTokens + OutTokens;

    /// <summary>Calls of each minute, up to 255.</summary>
    public ReadOnlySpan<byte> PerMinute => ((ReadOnlySpan<byte>)_minutes)[..60];

    /// <summary>About how many bytes it takes.</summary>
    public int Size => 260 + (Requests?.Size ?? 0) + (Near?.Size ?? 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(LogEvent call)
    {
        Calls++;
        InTokens += call.InTokens;
        OutTokens += call.OutTokens;
        Bytes += call.Bytes;
        MaxOut = Math.Max(MaxOut, (int)Math.Min(int.MaxValue, call.OutTokens));
        BadMax += call.MaxTokens < 1 ? 1 : 0;
        Scores += call.Scores ? 1 : 0;
        var second = (ushort)(call.Time % 3600);
        First = Math.Min(First, second);
        Last = Math.Max(Last, second);
        switch (call.Outcome)
        {
            case Outcome.Ok:
                FirstOk = Math.Min(FirstOk, second);
                LastOk = Math.Max(LastOk, second);
                break;
            case Outcome.Denied:
                Denied++;
                FirstDenied = Math.Min(FirstDenied, second);
                LastDenied = Math.Max(LastDenied, second);
                break;
            case Outcome.Throttled:
                Throttled++;
                break;
            case Outcome.Invalid:
                Invalid++;
                LastInvalid = Math.Max(LastInvalid, second);
                break;
            case Outcome.Blocked:
                Blocked++;
                break;
            default:
                Errors++;
                break;
        }
        ref var minute = ref _minutes[second / 60];
        if (minute < byte.MaxValue)
        {
            minute++;
        }
        if (call.PromptHash != 0)
        {
            (Requests ??= new()).Add(call.PromptHash);
        }
        if (call.HasText && call.Text.IsLongEnough)
        {
            Prompts++;
            call.Text.AddTo(Near ??= new());
        }
    }

    public void Merge(HourRow other)
    {
        Calls += other.Calls;
        InTokens += other.InTokens;
        OutTokens += other.OutTokens;
        Bytes += other.Bytes;
        MaxOut = Math.Max(MaxOut, other.MaxOut);
        BadMax += other.BadMax;
        Scores += other.Scores;
        Prompts += other.Prompts;
        Denied += other.Denied;
        Throttled += other.Throttled;
        Invalid += other.Invalid;
        Blocked += other.Blocked;
        Errors += other.Errors;
        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
        FirstOk = Math.Min(FirstOk, other.FirstOk);
        LastOk = Math.Max(LastOk, other.LastOk);
        FirstDenied = Math.Min(FirstDenied, other.FirstDenied);
        LastDenied = Math.Max(LastDenied, other.LastDenied);
        LastInvalid = Math.Max(LastInvalid, other.LastInvalid);
        for (var i = 0; i < 60; i++)
        {
            _minutes[i] = (byte)Math.Min(byte.MaxValue, _minutes[i] + other._minutes[i]);
        }
        if (other.Requests is { } requests)
        {
            (Requests ??= new()).Merge(requests);
        }
        if (other.Near is { } near)
        {
            (Near ??= new()).Merge(near);
        }
        if (other.CountedRequests is { } counted)
        {
            CountedRequests = (CountedRequests ?? 0) + counted;
        }
    }

    /// <summary>Puts the calls of the minutes back, from a file.</summary>
    public void SetMinutes(ReadOnlySpan<byte> minutes) => minutes[..Math.Min(60, minutes.Length)].CopyTo(_minutes);

    [InlineArray(60)]
    private struct Minutes
    {
        private byte _first;
    }
}
