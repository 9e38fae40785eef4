namespace ActorPbx.Kernel.Tests.TestKit;

public sealed class ReceivingTests : Kernel.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void The_next_message_is_received_with_its_sender()
    {
        var probe = CreateTestProbe();
        TestActor.Tell("hello", probe.Ref);
        ExpectMsg("hello").ShouldBe("hello");
        LastSender.ShouldBe(probe.Ref);
        LastMessage.ShouldBe("hello");
    }

    [Fact]
    public void A_bare_Tell_of_a_test_comes_from_the_test_actor()
    {
        TestActor.Tell("mine");
        ExpectMsg("mine");
        LastSender.ShouldBe(TestActor);
    }

    [Fact]
    public async Task After_an_await_a_bare_Tell_still_comes_from_the_test_actor()
    {
        await Task.Delay(1);
        await Task.Yield();
        TestActor.Tell("mine");
        await ExpectMsgAsync("mine");
        LastSender.ShouldBe(TestActor);
    }

    [Fact]
    public void A_message_of_another_kind_fails_the_expectation()
    {
        TestActor.Tell(17);
        Should.Throw<Exception>(() => ExpectMsg<string>(Short)).Message.ShouldContain("17");
    }

    [Fact]
    public void Another_message_fails_the_expectation()
    {
        TestActor.Tell("b");
        Should.Throw<Exception>(() => ExpectMsg("a", Short));
    }

    [Fact]
    public void An_expectation_in_vain_names_what_was_expected()
    {
        Should.Throw<Exception>(() => ExpectMsg<Version>(Short, "of the program")).Message.ShouldContain("System.Version of the program");
    }

    [Fact]
    public void Predicates_and_assertions_see_the_message_and_its_sender()
    {
        for (var i = 0; i < 4; i++)
            TestActor.Tell(i);
        ExpectMsg<int>(i => i == 0);
        ExpectMsg<int>((i, sender) => i == 1 && sender.Equals(TestActor));
        ExpectMsg<int>(i => { i.ShouldBe(2); });
        ExpectMsgFrom<int>(TestActor, i => i == 3);
    }

    [Fact]
    public void Silence_is_broken_by_any_message()
    {
        ExpectNoMsg(Short);
        TestActor.Tell("noise");
        Should.Throw<Exception>(() => ExpectNoMsg(Short)).Message.ShouldContain("noise");
    }

    [Fact]
    public void A_number_of_messages_is_received_in_their_order()
    {
        foreach (var text in new[] { "1", "2", "3", "4" })
            TestActor.Tell(text);
        ReceiveN(3).ShouldBe(["1", "2", "3"]);
        ReceiveN(1).ShouldBe(["4"]);
        Should.Throw<Exception>(() => ReceiveN(1, Short));
    }

    [Fact]
    public async Task A_number_of_messages_is_awaited_in_their_order()
    {
        TestActor.Tell("1");
        TestActor.Tell("2");
        var received = new List<object>();
        await foreach (var message in ReceiveNAsync(2))
            received.Add(message);
        received.ShouldBe(["1", "2"]);
    }

    [Fact]
    public void Fishing_drops_other_messages()
    {
        foreach (var i in new[] { 1, 2, 10, 20 })
            TestActor.Tell(i);
        FishForMessage<int>(i => i >= 10).ShouldBe(10);
        ExpectMsg(20);
        Should.Throw<Exception>(() => FishForMessage(_ => false, Short));
    }

    [Fact]
    public void A_series_ends_before_the_message_that_the_filter_refuses()
    {
        TestActor.Tell("1");
        TestActor.Tell(2);
        TestActor.Tell(99.0);
        ReceiveWhile<string>(m => m is double ? null : m.ToString()).ShouldBe(["1", "2"]);
        ExpectMsg(99.0);
    }

    [Fact]
    public void A_series_of_one_kind_drops_other_kinds_or_ends_with_them()
    {
        foreach (var message in new object[] { "a", 1, "b", 2 })
            TestActor.Tell(message);
        ReceiveWhile<string>(_ => true, TimeSpan.FromMilliseconds(200)).ShouldBe(["a", "b"]);
        foreach (var message in new object[] { "a", 1, "b" })
            TestActor.Tell(message);
        ReceiveWhile<string>(_ => true, TimeSpan.FromMilliseconds(200), shouldIgnoreOtherMessageTypes: false).ShouldBe(["a"]);
        ExpectMsg(1);
    }

    [Fact]
    public void A_peeked_message_stays()
    {
        TestActor.Tell("x");
        PeekOne(TimeSpan.FromSeconds(1)).ShouldBe("x");
        ExpectMsg("x");
    }

    [Fact]
    public void A_group_is_received_in_any_order_and_told_apart_from_others()
    {
        TestActor.Tell("b");
        TestActor.Tell("a");
        ExpectMsgAllOf("a", "b").ShouldBe(["b", "a"]);
        TestActor.Tell("a");
        TestActor.Tell("c");
        Should.Throw<Exception>(() => ExpectMsgAllOf("a", "b")).Message.ShouldContain("[c]");
        TestActor.Tell("a");
        ExpectMsgAnyOf("z", "a").ShouldBe("a");
    }

    [Fact]
    public void Ignored_messages_do_not_arrive()
    {
        IgnoreMessages<int>(i => i > 10);
        TestActor.Tell(11);
        TestActor.Tell(10);
        ExpectMsg(10);
        IgnoreNoMessages();
        TestActor.Tell(11);
        ExpectMsg(11);
    }

    [Fact]
    public void Cancelling_ends_the_wait()
    {
        using var cancelled = new CancellationTokenSource(10);
        Should.Throw<OperationCanceledException>(() => ReceiveOne(TimeSpan.FromSeconds(30), cancelled.Token));
    }
}
