namespace AiCloudSecurity.Clouds.Aws;

/// <summary>
/// Lets so many requests run at once. Who is in the middle of something that can only be asked one after the other (the
/// next page of a list, the next of a series) comes before who begins: else a series would go to the end of the queue
/// with each of its requests, and be what all wait for in the end.
/// </summary>
/// <param name="limit">How many, at least 1.</param>
public sealed class RequestGate(int limit)
{
    private readonly object _lock = new();
    private readonly Queue<TaskCompletionSource> _beginning = new();
    private readonly Queue<TaskCompletionSource> _continuing = new();
    private int _free = limit;

    /// <summary>Waits until a request may be sent; it must be followed by <see cref="Release"/>.</summary>
    /// <param name="continues">Whether it is the next of a series.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(bool continues, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return Task.CompletedTask;
            }
            waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (continues ? _continuing : _beginning).Enqueue(waiter);
        }
        return WaitedAsync(waiter, cancellationToken);
    }

    /// <summary>Says that a request has ended.</summary>
    public void Release()
    {
        lock (_lock)
        {
            while (_continuing.TryDequeue(out var next) || _beginning.TryDequeue(out next))
            {
                // Who gave up in the meantime is passed over.
                if (next.TrySetResult())
                {
                    return;
                }
            }
            _free++;
        }
    }

    private static async Task WaitedAsync(TaskCompletionSource waiter, CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(static (waiting, token) => ((TaskCompletionSource)waiting!).TrySetCanceled(token), waiter))
        {
            await waiter.Task.ConfigureAwait(false);
        }
    }
}
