using System.Net;
using Gleaner.Pipeline.Fetching;

namespace Gleaner.Tests.Fetching;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("8.8.8.8", AddressClass.Public)]
    [InlineData("1.1.1.1", AddressClass.Public)]
    [InlineData("172.32.0.1", AddressClass.Public)]
    [InlineData("100.128.0.1", AddressClass.Public)]
    [InlineData("2606:4700::1111", AddressClass.Public)]
    [InlineData("::ffff:8.8.8.8", AddressClass.Public)]
    [InlineData("64:ff9b::808:808", AddressClass.Public)]
    [InlineData("127.0.0.1", AddressClass.Private)]
    [InlineData("127.255.255.254", AddressClass.Private)]
    [InlineData("0.0.0.0", AddressClass.Private)]
    [InlineData("10.0.0.1", AddressClass.Private)]
    [InlineData("172.16.0.1", AddressClass.Private)]
    [InlineData("172.31.255.255", AddressClass.Private)]
    [InlineData("192.168.1.1", AddressClass.Private)]
    [InlineData("169.254.0.1", AddressClass.Private)]
    [InlineData("100.64.0.1", AddressClass.Private)]
    [InlineData("198.18.0.1", AddressClass.Private)]
    [InlineData("192.0.2.1", AddressClass.Private)]
    [InlineData("240.0.0.1", AddressClass.Private)]
    [InlineData("::1", AddressClass.Private)]
    [InlineData("::", AddressClass.Private)]
    [InlineData("::7f00:1", AddressClass.Private)]
    [InlineData("fe80::1", AddressClass.Private)]
    [InlineData("fe80::1%3", AddressClass.Private)]
    [InlineData("fc00::1", AddressClass.Private)]
    [InlineData("fd12:3456::1", AddressClass.Private)]
    [InlineData("fec0::1", AddressClass.Private)]
    [InlineData("2001:db8::1", AddressClass.Private)]
    [InlineData("::ffff:127.0.0.1", AddressClass.Private)]
    [InlineData("::ffff:10.0.0.1", AddressClass.Private)]
    [InlineData("64:ff9b::7f00:1", AddressClass.Private)]
    [InlineData("64:ff9b:1::1", AddressClass.Private)]
    [InlineData("2002:7f00:1::", AddressClass.Private)]
    [InlineData("169.254.169.254", AddressClass.Forbidden)]
    [InlineData("::ffff:169.254.169.254", AddressClass.Forbidden)]
    [InlineData("100.100.100.200", AddressClass.Forbidden)]
    [InlineData("fd00:ec2::254", AddressClass.Forbidden)]
    [InlineData("224.0.0.1", AddressClass.Forbidden)]
    [InlineData("239.255.255.250", AddressClass.Forbidden)]
    [InlineData("255.255.255.255", AddressClass.Forbidden)]
    [InlineData("ff02::1", AddressClass.Forbidden)]
    [InlineData("ff02::1%1", AddressClass.Forbidden)]
    public void Judge_Address_HasItsClass(string address, AddressClass expected)
    {
        var parsed = IPAddress.Parse(address);

        Assert.Equal(expected, AddressRules.Judge(parsed).Class);
        Assert.Equal(expected == AddressClass.Public, AddressRules.Permits(parsed, allowPrivate: false));
        Assert.Equal(expected != AddressClass.Forbidden, AddressRules.Permits(parsed, allowPrivate: true));
    }
}
