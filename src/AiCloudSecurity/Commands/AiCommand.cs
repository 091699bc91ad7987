using System.Management.Automation;

namespace AiCloudSecurity.Commands;

/// <summary>
/// The base of all cmdlets: a cmdlet yields objects, and the pipeline's own thread drains them, so that output
/// streams, every Write happens where it may, and Ctrl-C stops at once whatever a read is waiting for.
/// </summary>
public abstract class AiCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>What must be right before the first input is waited for: a scan takes long.</summary>
    /// <exception cref="AiCloudException">It is not.</exception>
    private protected virtual void Begin()
    {
    }

    /// <summary>What the cmdlet does with each input object. Call ShouldProcess before the first await.</summary>
    private protected virtual IAsyncEnumerable<object> Run(CancellationToken cancellationToken) => Nothing();

    /// <summary>What the cmdlet does after the last input object.</summary>
    private protected virtual IAsyncEnumerable<object> Finish(CancellationToken cancellationToken) => Nothing();

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        try
        {
            Begin();
        }
        catch (AiCloudException failure)
        {
            ThrowTerminatingError(Record(failure));
        }
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Drain(Run(_stop.Token));

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Drain(Finish(_stop.Token));

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing) => _stop.Dispose();

    /// <summary>The path of a file, from what the user typed.</summary>
    private protected string FullPath(string path)
    {
        var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem" ? full
            : throw new AiCloudException(ErrorId.ResourceNotFound, $"'{Display.Safe(path)}' is not a path of the file system.", path);
    }

    /// <summary>The files and folders that a path with wildcards stands for.</summary>
    /// <exception cref="AiCloudException">There is none (ResourceNotFound).</exception>
    private protected IReadOnlyList<string> Resolve(string path)
    {
        try
        {
            return SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _) is { Count: > 0 } found ? found : throw InputFile.Missing(path);
        }
        catch (ItemNotFoundException missing)
        {
            throw InputFile.Missing(path, missing);
        }
    }

    private protected static async IAsyncEnumerable<object> Nothing()
    {
        await Task.CompletedTask;
        yield break;
    }

    private void Drain(IAsyncEnumerable<object> items)
    {
        var enumerator = items.GetAsyncEnumerator(_stop.Token);
        var abandoned = false;
        try
        {
            while (true)
            {
                var next = enumerator.MoveNextAsync();
                if (!next.IsCompleted)
                {
                    var wait = next.AsTask();
                    try
                    {
                        wait.Wait(_stop.Token);
                    }
                    catch (AggregateException)
                    {
                        // Thrown again, unwrapped, below.
                    }
                    catch (OperationCanceledException)
                    {
                        // Whatever it waits for gets the token too; nobody waits for that here.
                        abandoned = true;
                        wait.ContinueWith(static (task, state) => _ = task.Exception ?? ((IAsyncDisposable)state!).DisposeAsync().AsTask().Exception, enumerator, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                        throw;
                    }
                    if (!wait.GetAwaiter().GetResult())
                    {
                        return;
                    }
                }
                else if (!next.Result)
                {
                    return;
                }
                Write(enumerator.Current);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (AiCloudException failure)
        {
            ThrowTerminatingError(Record(failure));
        }
        finally
        {
            if (!abandoned)
            {
                enumerator.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
    }

    private void Write(object item)
    {
        switch (item)
        {
            case Consent consent:
                consent.IsGiven = ShouldProcess(consent.Description, consent.Question, consent.Caption);
                break;
            case AiCloudException failure:
                WriteError(Record(failure));
                break;
            case ErrorRecord error:
                WriteError(error);
                break;
            case WarningRecord warning:
                WriteWarning(warning.Message);
                break;
            case VerboseRecord verbose:
                WriteVerbose(verbose.Message);
                break;
            case ProgressRecord progress:
                WriteProgress(progress);
                break;
            case InformationRecord information:
                WriteInformation(information);
                break;
            case FileInfo file:
                // As Get-Item gives it: with its PSPath, and with what the table of files shows.
                WriteObject(InvokeProvider.Item.Get([file.FullName], force: true, literalPath: true), enumerateCollection: true);
                break;
            default:
                WriteObject(item);
                break;
        }
    }

    /// <summary>Asks whether something shall be done: a cmdlet yields it, and finds the answer in it when it goes on.</summary>
    /// <param name="description">What is done, for -WhatIf and -Verbose.</param>
    /// <param name="question">What is asked with -Confirm.</param>
    /// <param name="caption">What it is about.</param>
    private protected sealed class Consent(string description, string question, string caption)
    {
        public string Description => description;

        public string Question => question;

        public string Caption => caption;

        public bool IsGiven { get; set; }
    }

    private static ErrorRecord Record(AiCloudException failure)
    {
        var category = failure.Id switch
        {
            ErrorId.CloudAccessDenied => ErrorCategory.PermissionDenied,
            ErrorId.CloudAuthenticationFailed => ErrorCategory.AuthenticationError,
            ErrorId.CloudThrottled => ErrorCategory.LimitsExceeded,
            ErrorId.CloudUnreachable => ErrorCategory.ConnectionError,
            ErrorId.ResourceNotFound => ErrorCategory.ObjectNotFound,
            ErrorId.EstateUnreadable => ErrorCategory.InvalidData,
            ErrorId.UnsupportedCloud => ErrorCategory.NotImplemented,
            ErrorId.ResourceChanged => ErrorCategory.ResourceExists,
            ErrorId.LimitExceeded => ErrorCategory.LimitsExceeded,
            ErrorId.ConfirmationNeeded => ErrorCategory.OperationStopped,
            _ => ErrorCategory.InvalidResult,
        };
        return new ErrorRecord(failure, failure.Id.ToString(), category, failure.Target);
    }
}
