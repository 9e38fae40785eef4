using System.Text;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Tests.Control;

public class ControlProtocolTests
{
    public static TheoryData<ControlRequest> Requests => new(
        new StatusRequest(),
        new ExtensionsRequest("pbx.local", "100"),
        new CallsRequest(),
        new HangUpRequest("c-1"),
        new HangUpRequest(All: true),
        new CallRecordsRequest(ScriptedOperations.Noon, null, null, "100", 5, true),
        new StopRequest(30));

    public static TheoryData<ControlReply> Replies => new(
        new HungUpReply(3),
        new CallRecordReply(ScriptedOperations.Record(1)),
        new DrainingReply(2, 30),
        new EndReply(),
        new RefusalReply(RefusalCode.NotFound, "There is no call c-9."));

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_is_read_as_it_was_written(ControlRequest request)
    {
        ControlProtocol.ReadRequest(ControlProtocol.Write(request), out var refusal).ShouldBe(request);
        refusal.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_is_read_as_it_was_written(ControlReply reply)
    {
        var read = ControlProtocol.ReadReply(ControlProtocol.Write(reply));
        read.GetType().ShouldBe(reply.GetType());
        Encoding.UTF8.GetString(ControlProtocol.Write(read)).ShouldBe(Encoding.UTF8.GetString(ControlProtocol.Write(reply)));
    }

    [Fact]
    public void A_message_is_one_line_whatever_a_phone_sent()
    {
        var reply = new CallRecordReply(ScriptedOperations.Record(1, "100\n{\"reply\":\"end\"}"));
        ControlProtocol.Write(reply).ShouldNotContain((byte)'\n');
    }

    [Fact]
    public void The_words_on_the_wire_stand() =>
        Encoding.UTF8.GetString(ControlProtocol.Write(new HangUpRequest("c-1"))).ShouldBe("""{"command":"hangup","call":"c-1","all":false,"version":1}""");
}
