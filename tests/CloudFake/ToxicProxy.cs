using System.Net;
using System.Net.Sockets;

namespace AiCloudSecurity.CloudFake;

/// <summary>What a network does to bytes on their way back; the names are those of Toxiproxy.</summary>
public enum Toxic
{
    /// <summary>Each piece comes later.</summary>
    Latency,
    /// <summary>Few bytes a second.</summary>
    Bandwidth,
    /// <summary>The end comes later than the last byte.</summary>
    SlowClose,
    /// <summary>Nothing comes, and nothing ends.</summary>
    Timeout,
    /// <summary>The connection is reset in the middle.</summary>
    ResetPeer,
    /// <summary>Pieces of a few bytes.</summary>
    Slicer,
    /// <summary>It ends after so many bytes.</summary>
    LimitData,
}

/// <summary>A socket in front of a fake that spoils the way back.</summary>
public sealed class ToxicProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _target;
    private readonly Task _serving;
    private long _passed;

    private ToxicProxy(Uri target, Toxic? toxic)
    {
        (_target, Toxic) = (target, toxic);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>What it does; null while it does nothing.</summary>
    public Toxic? Toxic { get; set; }

    /// <summary>After how many bytes of a connection it falls silent, resets or ends: some answers fit, and some do not.</summary>
    public int Limit { get; set; } = 3_000;

    /// <summary>From which byte of all that comes back, over all connections, it is bad: before, the network is a good one.</summary>
    public long From { get; set; }

    /// <summary>How many bytes came back in all.</summary>
    public long Passed => Interlocked.Read(ref _passed);

    public static ToxicProxy Start(Uri target, Toxic? toxic = null) => new(target, toxic) { Limit = toxic == CloudFake.Toxic.Timeout ? 0 : 3_000 };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> open = [];
        try
        {
            while (true)
            {
                open.Add(PassAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(_target.Host, _target.Port, _end.Token);
            var there = near.GetStream().CopyToAsync(far.GetStream(), _end.Token);
            await BackAsync(far.GetStream(), near);
            near.Close();
            far.Close();
            await there;
        }
        catch (Exception cut) when (cut is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two is gone.
        }
    }

    private async Task BackAsync(NetworkStream from, TcpClient near)
    {
        var to = near.GetStream();
        var buffer = new byte[16_384];
        for (var passed = 0; ;)
        {
            var read = await from.ReadAsync(Toxic == CloudFake.Toxic.Slicer ? buffer.AsMemory(0, 900) : buffer, _end.Token);
            if (read == 0)
            {
                break;
            }
            var all = Interlocked.Add(ref _passed, read);
            var toxic = all > From ? Toxic : null;
            var good = (int)Math.Clamp(From - (all - read), 0, read);
            switch (toxic)
            {
                case null:
                    // What passed in good times does not count.
                    passed = -read;
                    break;
                case CloudFake.Toxic.Timeout when passed + read > Limit:
                    continue;
                case CloudFake.Toxic.Latency:
                    await Task.Delay(2, _end.Token);
                    break;
                case CloudFake.Toxic.ResetPeer when passed + read > Limit:
                    await to.WriteAsync(buffer.AsMemory(0, good), _end.Token);
                    near.LingerState = new(true, 0);
                    return;
                case CloudFake.Toxic.LimitData when passed + read > Limit:
                    await to.WriteAsync(buffer.AsMemory(0, Math.Max(good, Limit - passed)), _end.Token);
                    return;
            }
            var step = toxic switch { CloudFake.Toxic.Slicer => 7, CloudFake.Toxic.Bandwidth => 4_096, _ => read };
            for (var at = 0; at < read; at += step)
            {
                await to.WriteAsync(buffer.AsMemory(at, Math.Min(step, read - at)), _end.Token);
                if (toxic == CloudFake.Toxic.Bandwidth)
                {
                    await Task.Delay(1, _end.Token);
                }
            }
            passed += read;
        }
        if (Toxic == CloudFake.Toxic.SlowClose)
        {
            await Task.Delay(50, _end.Token);
        }
    }
}
