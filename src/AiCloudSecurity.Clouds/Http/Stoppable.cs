namespace AiCloudSecurity.Clouds.Http;

/// <summary>Work that a caller may stop.</summary>
internal static class Stoppable
{
    /// <summary>
    /// Gives the work's result; whatever it fails by after the caller has stopped it is the stop, and no failure of the
    /// cloud: an answer may come as the stop does.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller has stopped it.</exception>
    public static async Task<T> OrStopped<T>(this Task<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work.ConfigureAwait(false);
        }
        catch (Exception failure) when (cancellationToken.IsCancellationRequested && failure is not OperationCanceledException)
        {
            throw new OperationCanceledException("The read was stopped.", failure, cancellationToken);
        }
    }
}
