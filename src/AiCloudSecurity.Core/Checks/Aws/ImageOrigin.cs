using System.Text.RegularExpressions;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Who keeps a container image.</summary>
internal enum ImageOwner
{
    /// <summary>The account itself.</summary>
    Own,
    /// <summary>AWS.</summary>
    Aws,
    /// <summary>Somebody else.</summary>
    Other,
    /// <summary>The path names no registry.</summary>
    Unsaid,
}

/// <summary>Where a container image comes from, by its path.</summary>
/// <param name="Owner">Who keeps it.</param>
/// <param name="Name">The account or the registry, in words.</param>
internal readonly partial record struct ImageOrigin(ImageOwner Owner, string Name)
{
    /// <summary>The origin of an image, as 763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.</summary>
    public static ImageOrigin OfImage(string? image, Scope scope)
    {
        if (image is null)
        {
            return new(ImageOwner.Unsaid, "no image");
        }
        if (Ecr().Match(image) is { Success: true } ecr)
        {
            return OfAccount(ecr.Groups[1].Value, scope);
        }
        var host = image.Split('/')[0];
        return host.Length < image.Length && host.AsSpan().IndexOfAny('.', ':') >= 0
            ? new(ImageOwner.Other, $"the registry {host}")
            : new(ImageOwner.Unsaid, $"{image}, which names no registry");
    }

    /// <summary>The origin of an algorithm or a model package, by its name or ARN: those of the Marketplace have the ARN of another account.</summary>
    public static ImageOrigin OfPackage(string name, Scope scope) =>
        name.Split(':') is ["arn", _, _, _, { Length: > 0 } account, ..] ? OfAccount(account, scope) : new(ImageOwner.Own, "this account");

    /// <summary>Judges whether what others made runs without a network.</summary>
    public static Verdict JudgeIsolation(IReadOnlyList<ImageOrigin> origins, bool isIsolated) =>
        origins.FirstOrDefault(origin => origin.Owner == ImageOwner.Other) is { Owner: ImageOwner.Other } other
            ? isIsolated ? Verdict.Pass($"What comes from {other.Name} has no network.") : Verdict.Fail($"What comes from {other.Name} has a network.")
        : origins.FirstOrDefault(origin => origin.Owner == ImageOwner.Unsaid) is { Name: not null } unsaid
            ? isIsolated ? Verdict.Pass("Its containers have no network.") : Verdict.Unknown($"Its image is {unsaid.Name}.")
        : Verdict.NotApplicable("All of it comes from this account or from AWS.");

    private static ImageOrigin OfAccount(string account, Scope scope) =>
        account == scope.Id ? new(ImageOwner.Own, "this account")
        : AwsRegistries.Accounts.Contains(account) ? new(ImageOwner.Aws, "AWS")
        : new(ImageOwner.Other, $"the account {account}");

    [GeneratedRegex(@"^([0-9]{12})\.dkr[.-]ecr(-fips)?\.", RegexOptions.CultureInvariant)]
    private static partial Regex Ecr();
}
