namespace AiCloudSecurity.Abuse;

/// <summary>Numbers that outliers do not move.</summary>
internal static class Statistics
{
    /// <summary>What makes a median deviation comparable with a standard deviation, of a normal distribution.</summary>
    public const double MadToSigma = 1.4826;

    /// <summary>The median of numbers in order.</summary>
    public static double MedianOfSorted(IReadOnlyList<double> sorted) =>
        sorted.Count == 0 ? 0 : sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;

    public static double Median(IEnumerable<double> values) => MedianOfSorted([.. values.Order()]);

    /// <summary>The median and the median distance from it.</summary>
    public static (double Median, double Mad) MedianAndMad(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var median = MedianOfSorted(sorted);
        return (median, Median(sorted.Select(value => Math.Abs(value - median))));
    }

    /// <summary>The chance of that many events or more, where so many are expected.</summary>
    public static double PoissonTail(int events, double expected)
    {
        if (events <= 0)
        {
            return 1;
        }
        // The first term by logarithms, the rest by ratios: all terms are positive.
        var term = -expected + events * Math.Log(expected);
        for (var i = 2; i <= events; i++)
        {
            term -= Math.Log(i);
        }
        double first = Math.Exp(term), sum = first, next = first;
        for (var k = events + 1; k < events + 1000 && next > sum * 1e-12; k++)
        {
            next *= expected / k;
            sum += next;
        }
        return Math.Min(1, sum);
    }

    /// <summary>The population stability index of two histograms.</summary>
    public static double Psi(ReadOnlySpan<long> before, ReadOnlySpan<long> now)
    {
        double a = 0, b = 0, psi = 0;
        for (var i = 0; i < before.Length; i++)
        {
            a += before[i] + 0.5;
            b += now[i] + 0.5;
        }
        for (var i = 0; i < before.Length; i++)
        {
            double p = (before[i] + 0.5) / a, q = (now[i] + 0.5) / b;
            psi += (q - p) * Math.Log(q / p);
        }
        return psi;
    }

    /// <summary>
    /// The squared distance between what two sets of unit vectors have in the mean, without bias (Gretton 2012, with
    /// the linear kernel): about 0 where both were drawn alike.
    /// </summary>
    /// <param name="day">The one set: the prompts of a day.</param>
    /// <param name="sums">The sum of the other set.</param>
    /// <param name="count">How many prompts are in the sum.</param>
    /// <param name="within">The day is in the sum and is taken out of it.</param>
    public static double Mmd2(DaySketch day, ReadOnlySpan<long> sums, long count, bool within = false)
    {
        double xx = 0, yy = 0, xy = 0;
        var (countA, countB) = (day.Prompts, within ? count - day.Prompts : count);
        for (var i = 0; i < sums.Length; i++)
        {
            double a = day.Coverage[i], b = within ? sums[i] - day.Coverage[i] : sums[i];
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }
        var (unitA, unitB) = (TextSketch.Unit * countA, TextSketch.Unit * countB);
        return (countA * (xx / (unitA * unitA)) - 1) / (countA - 1) + (countB * (yy / (unitB * unitB)) - 1) / (countB - 1) - 2 * xy / (unitA * unitB);
    }
}
