using System.Collections.Frozen;

namespace AiCloudSecurity.Abuse;

/// <summary>What an operation that is no call to a model may be a sign of.</summary>
internal enum ControlKind
{
    /// <summary>Looks what a stolen key is good for.</summary>
    Reconnaissance,
    /// <summary>Turns off what would tell of abuse.</summary>
    Blinding,
    /// <summary>Changes what would tell of abuse or stop it.</summary>
    Weakening,
    /// <summary>Opens models that the account had not agreed to.</summary>
    Entitlement,
    /// <summary>Gives out keys.</summary>
    KeyListing,
}

/// <summary>Operations that rules look at. Others around AI services are left out.</summary>
internal static class ControlActions
{
    private static readonly FrozenDictionary<string, ControlKind> s_kinds = new Dictionary<string, ControlKind>
    {
        ["ListFoundationModels"] = ControlKind.Reconnaissance,
        ["GetModelInvocationLoggingConfiguration"] = ControlKind.Reconnaissance,
        ["GetFoundationModelAvailability"] = ControlKind.Reconnaissance,
        ["ListFoundationModelAgreementOffers"] = ControlKind.Reconnaissance,
        ["GetUseCaseForModelAccess"] = ControlKind.Reconnaissance,
        ["ListProvisionedModelThroughputs"] = ControlKind.Reconnaissance,
        ["GetProvisionedModelThroughput"] = ControlKind.Reconnaissance,
        ["DeleteModelInvocationLoggingConfiguration"] = ControlKind.Blinding,
        ["DeleteGuardrail"] = ControlKind.Blinding,
        ["PutModelInvocationLoggingConfiguration"] = ControlKind.Weakening,
        ["UpdateGuardrail"] = ControlKind.Weakening,
        ["PutUseCaseForModelAccess"] = ControlKind.Entitlement,
        ["PutFoundationModelEntitlement"] = ControlKind.Entitlement,
        ["CreateFoundationModelAgreement"] = ControlKind.Entitlement,
        ["ListKey"] = ControlKind.KeyListing,
        ["ListKeys"] = ControlKind.KeyListing,
        ["DeleteDiagnosticSetting"] = ControlKind.Blinding,
        ["RemoveAuditConfig"] = ControlKind.Blinding,
        ["SetPublisherModelConfig"] = ControlKind.Weakening,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ControlKind? KindOf(string action) => s_kinds.TryGetValue(action, out var kind) ? kind : null;
}
