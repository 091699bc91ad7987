using AiCloudSecurity.Clouds.Aws;

namespace AiCloudSecurity.Clouds.Tests;

public sealed class RequestGateTests
{
    [Fact]
    public async Task No_more_than_the_limit_are_let_through()
    {
        RequestGate gate = new(2);
        await gate.WaitAsync(continues: false, default);
        await gate.WaitAsync(continues: false, default);
        var third = gate.WaitAsync(continues: true, default);
        Assert.False(third.IsCompleted);
        gate.Release();
        await third;
    }

    [Fact]
    public async Task The_next_of_a_series_comes_before_those_that_begin_and_else_the_order_is_kept()
    {
        RequestGate gate = new(1);
        await gate.WaitAsync(continues: false, default);
        List<string> order = [];
        Task[] waiting = [Enter("first", false), Enter("second", false), Enter("next page", true), Enter("third", false), Enter("page after", true)];
        gate.Release();
        await Task.WhenAll(waiting);
        Assert.Equal(["next page", "page after", "first", "second", "third"], order);

        async Task Enter(string name, bool continues)
        {
            await gate.WaitAsync(continues, default);
            order.Add(name);
            gate.Release();
        }
    }

    [Fact]
    public async Task Who_gives_up_takes_nobodys_turn()
    {
        RequestGate gate = new(1);
        await gate.WaitAsync(continues: false, default);
        using CancellationTokenSource stop = new();
        var gone = gate.WaitAsync(continues: false, stop.Token);
        var stays = gate.WaitAsync(continues: false, default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        gate.Release();
        await stays;
        gate.Release();
        await gate.WaitAsync(continues: false, default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gate.WaitAsync(continues: false, stop.Token));
    }
}
