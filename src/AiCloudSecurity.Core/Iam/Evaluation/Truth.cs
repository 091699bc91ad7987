namespace AiCloudSecurity.Iam;

// Ordered, so that "and" is the lesser, "or" the greater of two.
internal enum Truth : byte
{
    False,
    Unknown,
    True,
}

/// <summary>Three-valued logic (Kleene's).</summary>
internal static class Truths
{
    public static Truth Of(bool value) => value ? Truth.True : Truth.False;

    public static Truth And(this Truth left, Truth right) => left < right ? left : right;

    public static Truth Or(this Truth left, Truth right) => left > right ? left : right;

    public static Truth Not(this Truth truth) => (Truth)(Truth.True - truth);
}
