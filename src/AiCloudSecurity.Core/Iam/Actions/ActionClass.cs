namespace AiCloudSecurity.Iam;

/// <summary>What an action lets its caller do, as far as security is concerned.</summary>
public enum ActionClass
{
    /// <summary>Sees settings or data.</summary>
    Read,
    /// <summary>Changes settings or data in another way than those below.</summary>
    Write,
    /// <summary>Sets tags, on which conditions may hang.</summary>
    Tag,
    /// <summary>Asks a model, an endpoint, an agent or a tool to answer: costs money, may return data.</summary>
    Invoke,
    /// <summary>Starts work over data: training, tuning, processing, batch inference.</summary>
    Train,
    /// <summary>Puts a model, an agent or code into service, or changes what is in service.</summary>
    Deploy,
    /// <summary>Hands a role to a service.</summary>
    PassRole,
    /// <summary>Lets others in: the policy of a resource, sharing.</summary>
    Share,
    /// <summary>Returns credentials, or a URL that signs somebody in.</summary>
    Credentials,
    /// <summary>Uses or manages an encryption key.</summary>
    KeyAccess,
    /// <summary>Decides what is logged, or takes logs away.</summary>
    LoggingControl,
    /// <summary>Changes what identities may do, or takes another identity.</summary>
    Identity,
}

/// <summary>The access levels of AWS's service authorization reference.</summary>
public enum AccessLevel
{
    /// <summary>Sees which resources there are.</summary>
    List,
    /// <summary>Sees what they hold.</summary>
    Read,
    /// <summary>Changes them.</summary>
    Write,
    /// <summary>Changes their tags.</summary>
    Tagging,
    /// <summary>Changes who may do what with them.</summary>
    Permissions,
}
