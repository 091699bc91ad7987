namespace AiCloudSecurity.Iam;

/// <summary>What a cloud answers to a request.</summary>
public enum Decision
{
    /// <summary>Nothing that had to allow the request did.</summary>
    ImplicitlyDenied,
    /// <summary>A statement denies it, whatever allows it.</summary>
    ExplicitlyDenied,
    /// <summary>It depends on what the request was not asked with: condition keys, or which resource of a pattern.</summary>
    Conditional,
    /// <summary>It is allowed.</summary>
    Allowed,
}
