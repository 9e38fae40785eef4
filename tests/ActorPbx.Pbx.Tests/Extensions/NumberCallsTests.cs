using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Extensions;

namespace ActorPbx.Pbx.Tests.Extensions;

public class NumberCallsTests : TestKit
{
    private static readonly CallId A = new("a");
    private static readonly CallId B = new("b");
    private NumberCalls _calls = new();

    [Fact]
    public void A_call_takes_one_place_however_often_it_is_taken_and_a_number_that_calls_itself_two()
    {
        _calls.TakeOutgoing(A, TestActor);
        _calls.TakeOutgoing(A, TestActor);
        _calls.TakeIncoming(B, TestActor);
        _calls.Count.ShouldBe(new PlacesTaken(1, 1));
        _calls.TakeIncoming(A, TestActor);
        _calls.Count.ShouldBe(new PlacesTaken(1, 2));
        _calls.CountBeside(A).ShouldBe(new PlacesTaken(0, 1));
        _calls.CountBeside(new CallId("c")).ShouldBe(new PlacesTaken(1, 2));

        _calls.Release(A).ShouldBeTrue();
        _calls.Release(A).ShouldBeFalse();
        _calls.Count.ShouldBe(new PlacesTaken(0, 1));
    }

    [Fact]
    public void Who_sends_a_call_on_makes_it_in_the_place_that_it_had()
    {
        _calls.TakeIncoming(A, TestActor);
        _calls.Show(A, isCaller: false, "101");
        _calls.TakeOver(A, TestActor);
        _calls.Count.ShouldBe(new PlacesTaken(1, 0));
        _calls.Dialogs.ShouldHaveSingleItem().ShouldBe(new NumberDialog(A, false, DialogStage.Trying, "101"));
    }

    [Fact]
    public void Those_who_watch_see_the_calls_that_are_shown_the_oldest_first_and_none_goes_back()
    {
        _calls.Show(A, isCaller: true, "101");
        _calls.Dialogs.ShouldBeEmpty("the number has no such call");

        _calls.TakeOutgoing(A, TestActor);
        _calls.Dialogs.ShouldBeEmpty("it is not shown yet");
        _calls.Show(A, isCaller: true, "101");
        _calls.TakeIncoming(B, TestActor);
        _calls.Show(B, isCaller: false, "102", DialogStage.Confirmed);
        _calls.Advance(A, DialogStage.Early);
        _calls.Advance(B, DialogStage.Early);
        _calls.Advance(new CallId("c"), DialogStage.Early);
        _calls.Dialogs.ShouldBe([new NumberDialog(A, true, DialogStage.Early, "101"), new NumberDialog(B, false, DialogStage.Confirmed, "102")]);
    }

    [Fact]
    public void Who_is_out_of_a_call_still_pays_for_it_and_is_not_seen_in_it()
    {
        _calls.TakeOutgoing(A, TestActor);
        _calls.Show(A, isCaller: true, "101");
        _calls.Hide(A);
        _calls.Dialogs.ShouldBeEmpty();
        _calls.Count.ShouldBe(new PlacesTaken(1, 0));
    }

    [Fact]
    public void All_calls_are_told_each_by_its_last_actor()
    {
        var (before, first, second) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        _calls.TakeOutgoing(A, before.Ref);
        _calls.TakeIncoming(B, second.Ref);
        _calls.TakeOver(A, first.Ref);
        _calls.Tell("moved");
        first.ExpectMsg<string>().ShouldBe("moved");
        second.ExpectMsg<string>().ShouldBe("moved");
        before.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        _calls.Release(A);
        _calls.Tell("again");
        second.ExpectMsg<string>().ShouldBe("again");
        first.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }
}
