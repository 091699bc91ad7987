namespace AiCloudSecurity.Iam;

/// <summary>Whether somebody may do something.</summary>
/// <param name="Decision">What AWS answers.</param>
/// <param name="Keys">The condition keys on which that hangs and which the caller does not choose.</param>
/// <param name="OnSome">Whether it holds for some of the resources that were asked about, not for all.</param>
public sealed record Right(Decision Decision, IReadOnlyList<string> Keys, bool OnSome)
{
    /// <summary>No right.</summary>
    public static Right None { get; } = new(Decision.ImplicitlyDenied, [], false);

    /// <summary>Whether there is a way to do it.</summary>
    public bool Exists => Decision >= Decision.Conditional;

    /// <summary>Whether it hangs on nothing that the caller does not choose.</summary>
    public bool IsFree => Exists && Keys.Count == 0;

    /// <summary>Whether it holds for all resources that were asked about, with nothing that the caller does not choose.</summary>
    public bool IsFull => IsFree && !OnSome;

    // The better of two ways to the same.
    internal Right Or(Right other) => Rank >= other.Rank ? this : other;

    private int Rank => !Exists ? 0 : (IsFree ? 2 : 0) + (OnSome ? 0 : 1) + 1;
}
