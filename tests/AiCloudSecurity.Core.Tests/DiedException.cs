namespace AiCloudSecurity.Core.Tests;

/// <summary>The process was killed: nobody handles this.</summary>
internal sealed class DiedException : Exception;
