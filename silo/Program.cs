using Gleaner.Silo.Hosting;

return await SiloProcess.Run();
