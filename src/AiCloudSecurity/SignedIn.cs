using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Gcp;

namespace AiCloudSecurity;

/// <summary>The clouds in which somebody seems to be signed in: nothing is asked of a network to find out.</summary>
internal static class SignedIn
{
    /// <summary>Those clouds; AWS where there is none, since a machine's own role shows in no file. To be called on the pipeline's thread.</summary>
    public static Cloud[] Clouds
    {
        get
        {
            Cloud[] found =
            [
                .. AwsConfiguration.IsLikely ? [Cloud.Aws] : Array.Empty<Cloud>(),
                .. AzureConnection.IsLikely || AzureSession.IsThere ? [Cloud.Azure] : Array.Empty<Cloud>(),
                .. GcpConnection.IsLikely ? [Cloud.Gcp] : Array.Empty<Cloud>(),
            ];
            return found.Length > 0 ? found : [Cloud.Aws];
        }
    }
}
