DROP TABLE stations, station_staff, staff_marks;
