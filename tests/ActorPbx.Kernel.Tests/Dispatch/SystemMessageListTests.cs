using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Dispatch.SysMsg;
using static ActorPbx.Kernel.Dispatch.SysMsg.SystemMessageList;

namespace ActorPbx.Kernel.Tests.Dispatch;

public sealed class SystemMessageListTests
{
    [Fact]
    public void An_empty_list_has_neither_head_nor_length()
    {
        LNil.IsEmpty.ShouldBeTrue();
        LNil.Head.ShouldBeNull();
        LNil.Size.ShouldBe(0);
        LNil.Reverse.ShouldBe(ENil);
        (ENil + LNil).ShouldBe(ENil);
    }

    [Fact]
    public void What_was_pushed_last_is_taken_first_until_the_list_is_turned_round()
    {
        var (first, second) = (new Suspend(), new Suspend());
        LatestFirstSystemMessageList pushed = LNil + first + second;
        pushed.Size.ShouldBe(2);
        pushed.Head.ShouldBe(second);
        pushed.Tail.Head.ShouldBe(first);

        EarliestFirstSystemMessageList inOrder = pushed.Reverse;
        inOrder.NonEmpty.ShouldBeTrue();
        inOrder.Head.ShouldBe(first);
        inOrder.Tail.Head.ShouldBe(second);
        inOrder.Tail.Tail.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Older_messages_go_in_front_in_the_order_of_their_coming()
    {
        SystemMessage[] all = [new Suspend(), new Suspend(), new Suspend(), new Suspend()];
        EarliestFirstSystemMessageList later = ENil + all[3] + all[2];
        EarliestFirstSystemMessageList whole = later + (LNil + all[0] + all[1]);

        whole.Size.ShouldBe(4);
        foreach (SystemMessage message in all)
        {
            whole.Head.ShouldBe(message);
            whole = whole.Tail;
        }
    }
}
