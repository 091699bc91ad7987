using System.Numerics;

namespace AiCloudSecurity.Core.Tests;

/// <summary>xoshiro256** (Blackman and Vigna 2018), seeded by splitmix64: the same numbers on every runtime.</summary>
internal sealed class Xoshiro
{
    private ulong _a, _b, _c, _d;

    public Xoshiro(ulong seed)
    {
        _a = Next(ref seed);
        _b = Next(ref seed);
        _c = Next(ref seed);
        _d = Next(ref seed);

        static ulong Next(ref ulong state)
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
            z = (z ^ z >> 27) * 0x94D049BB133111EB;
            return z ^ z >> 31;
        }
    }

    public ulong Bits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>From 0 up to 1.</summary>
    public double Unit() => (Bits() >> 11) * (1.0 / (1UL << 53));

    public int Below(int limit) => (int)(Unit() * limit);

    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Chance(double share) => Unit() < share;

    public T Of<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    public int Poisson(double mean)
    {
        if (mean > 60)
        {
            return Math.Max(0, (int)Math.Round(mean + Math.Sqrt(mean) * Normal()));
        }
        var limit = Math.Exp(-mean);
        var product = Unit();
        var count = 0;
        while (product > limit)
        {
            product *= Unit();
            count++;
        }
        return count;
    }
}
