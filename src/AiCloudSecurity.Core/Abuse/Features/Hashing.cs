using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AiCloudSecurity.Abuse;

/// <summary>A fast 64-bit hash, the same on every machine and in every run: sketches that are saved depend on it.</summary>
internal static class Hashing
{
    private const ulong Odd = 0x9FB21C651E98DF25;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0x9E3779B97F4A7C15)
    {
        var hash = seed ^ (ulong)bytes.Length * Odd;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            hash = (hash ^ word) * Odd;
            hash ^= hash >> 32;
        }
        var rest = bytes[(words.Length * 8)..];
        if (rest.Length > 0)
        {
            Span<byte> last = stackalloc byte[8];
            last.Clear();
            rest.CopyTo(last);
            hash = (hash ^ MemoryMarshal.Read<ulong>(last)) * Odd;
            hash ^= hash >> 32;
        }
        return Mix(hash);
    }

    public static ulong Of(string text)
    {
        return Of(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    public static ulong Mix(ulong hash)
    {
        hash ^= hash >> 33;
        hash *= 0xFF51AFD7ED558CCD;
        hash ^= hash >> 33;
        hash *= 0xC4CEB9FE1A85EC53;
        return hash ^ hash >> 33;
    }
}
