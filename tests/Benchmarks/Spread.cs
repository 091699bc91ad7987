using System.Globalization;

namespace AiCloudSecurity.Benchmarks;

/// <summary>Several runs of one measure, in one unit: the median counts, the spread says how far to trust it.</summary>
internal sealed record Spread(IReadOnlyList<double> Runs)
{
    public double Median => Runs.Order().ElementAt(Runs.Count / 2);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Median:0.#} ({Runs.Min():0.#} to {Runs.Max():0.#})");
}
