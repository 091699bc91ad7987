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
    // Some answers fit, and some do not.
    private const int Limit = 3_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _target;
    private readonly Toxic _toxic;
    private readonly Task _serving;

    private ToxicProxy(Uri target, Toxic toxic)
    {
        (_target, _toxic) = (target, toxic);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint => new($"http://{_listener.LocalEndpoint}/");

    public static ToxicProxy Start(Uri target, Toxic toxic) => new(target, toxic);

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
            var read = await from.ReadAsync(_toxic == Toxic.Slicer ? buffer.AsMemory(0, 900) : buffer, _end.Token);
            if (read == 0)
            {
                break;
            }
            switch (_toxic)
            {
                case Toxic.Timeout:
                    continue;
                case Toxic.Latency:
                    await Task.Delay(2, _end.Token);
                    break;
                case Toxic.ResetPeer when passed + read > Limit:
                    near.LingerState = new(true, 0);
                    return;
                case Toxic.LimitData when passed + read > Limit:
                    await to.WriteAsync(buffer.AsMemory(0, Math.Max(0, Limit - passed)), _end.Token);
                    return;
            }
            var step = _toxic switch { Toxic.Slicer => 7, Toxic.Bandwidth => 4_096, _ => read };
            for (var at = 0; at < read; at += step)
            {
                await to.WriteAsync(buffer.AsMemory(at, Math.Min(step, read - at)), _end.Token);
                if (_toxic == Toxic.Bandwidth)
                {
                    await Task.Delay(1, _end.Token);
                }
            }
            passed += read;
        }
        if (_toxic == Toxic.SlowClose)
        {
            await Task.Delay(50, _end.Token);
        }
    }
}
