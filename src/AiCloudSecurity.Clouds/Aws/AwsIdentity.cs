using System.Runtime.InteropServices;
using System.Text.Json;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>
/// Core's AwsIdentity, for JSON of ours. Azure.Core brings a System.Text.Json that may be another than Core's, so that
/// a JsonElement of one is unknown to the other: what crosses is bytes.
/// </summary>
internal static class AwsIdentity
{
    public static ResourceIdentity Of(AwsResourceAttribute read, JsonElement wire, AwsPlace place, string? parent = null, string? reference = null) =>
        AiCloudSecurity.AwsIdentity.Of(read, Bytes(wire), place, parent, reference);

    public static bool IsTold(AwsResourceAttribute read, JsonElement wire) => AiCloudSecurity.AwsIdentity.IsTold(read, Bytes(wire));

    public static string? NoText(AwsResourceAttribute read, JsonElement wire) => AiCloudSecurity.AwsIdentity.NoText(read, Bytes(wire));

    public static string? Member(JsonElement wire, string path) => AiCloudSecurity.AwsIdentity.Member(Bytes(wire), path);

    private static byte[] Bytes(JsonElement wire) => JsonMarshal.GetRawUtf8Value(wire).ToArray();
}
